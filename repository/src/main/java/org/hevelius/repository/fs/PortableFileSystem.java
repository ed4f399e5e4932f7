package org.hevelius.repository.fs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** The file system by {@code java.nio}. */
final class PortableFileSystem implements FileSystem {
  private static final Path OWN_STATUS = Path.of("/proc/self/status");
  private static final String CAPABILITIES = "CapEff:";
  private static final long CAP_CHOWN = 1;

  private final Accounts users = Accounts.users(id -> null);
  private final Accounts groups = Accounts.groups(id -> null);

  @Override
  public Directory open(byte[] path) {
    Path place = PortableErrors.path(RawPath.checked(path));
    PortableErrors.run(
        "open",
        path,
        () -> {
          if (!PortableStat.of(place).type().equals(Stat.Type.DIRECTORY)) {
            throw new NotDirectoryException(place.toString());
          }
        });
    return new PortableDirectory(path, place);
  }

  @Override
  public Stat stat(byte[] path) {
    Path place = PortableErrors.path(RawPath.checked(path));
    return PortableErrors.run("stat", path, () -> PortableStat.of(place));
  }

  @Override
  public long freeBytes(byte[] path) {
    Path place = PortableErrors.path(RawPath.checked(path));
    return PortableErrors.run("statfs", path, () -> Files.getFileStore(place).getUsableSpace());
  }

  @Override
  public String userName(int uid) {
    return users.name(uid);
  }

  @Override
  public String groupName(int gid) {
    return groups.name(gid);
  }

  @Override
  public boolean maySetOwner() {
    if (!Files.exists(OWN_STATUS, LinkOption.NOFOLLOW_LINKS)) {
      return System.getProperty("user.name", "").toLowerCase(Locale.ROOT).equals("root");
    }
    try {
      return Files.readAllLines(OWN_STATUS).stream()
          .filter(line -> line.startsWith(CAPABILITIES))
          .map(line -> line.substring(CAPABILITIES.length()).strip())
          .anyMatch(hex -> (Long.parseUnsignedLong(hex, 16) & CAP_CHOWN) != 0);
    } catch (IOException e) {
      return false;
    }
  }
}
