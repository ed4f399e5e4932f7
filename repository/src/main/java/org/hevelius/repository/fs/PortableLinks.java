package org.hevelius.repository.fs;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.hevelius.repository.format.FileName;

/** Targets of symbolic links, absolute or not, as raw bytes and as {@code java.nio} has them. */
final class PortableLinks {
  private PortableLinks() {}

  static Path toPath(byte[] target) throws NoSuchFileException {
    if (RawPath.withoutNul(target).length == 0) {
      throw new NoSuchFileException("");
    }
    if (target[0] == '/') {
      return PortableErrors.path(target);
    }
    Path absolute = PortableErrors.path(RawPath.join(new byte[] {'/'}, FileName.ofBytes(target)));
    return absolute.subpath(0, absolute.getNameCount());
  }

  static byte[] ofPath(Path target) {
    if (target.isAbsolute()) {
      return RawPath.of(target);
    }
    byte[] absolute = RawPath.of(Path.of("/").resolve(target));
    return Arrays.copyOfRange(absolute, 1, absolute.length);
  }
}
