package org.hevelius.providers.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.catalog.Catalog;
import org.hevelius.repository.Environment;

/**
 * Gives a home its id. It stands in the catalog, which all nodes of one home share, and in the
 * configuration, so that it outlives a catalog that is lost. A home that has none yet gets one when
 * it is opened and can be written.
 */
public final class HomeIdentity {
  private static final int BYTES = 16;
  private static final int PLACE_DIGITS = 16;
  private static final Path MACHINE = Path.of("/etc/machine-id");

  private final Environment environment;
  private final Consumer<String> notices;

  /**
   * Identities of homes.
   *
   * @param notices told of a home that seems to be a copy
   */
  public HomeIdentity(Environment environment, Consumer<String> notices) {
    this.environment = environment;
    this.notices = notices;
  }

  /** A new id. */
  public String create() {
    byte[] bytes = new byte[BYTES];
    environment.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** The id of a home with its catalog; empty when it has none and can't get one now. */
  public String of(Home home, Catalog catalog) {
    HomeConfig config = home.config();
    if (catalog.isReadOnly()) {
      return catalog.home().id().or(config::id).orElse("");
    }
    String wanted = config.id().orElseGet(this::create);
    String id = catalog.home().id().orElseGet(() -> catalog.home().claim(wanted));
    String place = place(home.root());
    if (!config.id().equals(Optional.of(id)) || !config.place().equals(Optional.of(place))) {
      config
          .place()
          .filter(before -> !place.isEmpty() && !before.equals(place))
          .ifPresent(_ -> notices.accept(copied(home, id)));
      keep(home, id, place);
    }
    return id;
  }

  private static void keep(Home home, String id, String place) {
    try {
      HomeConfig _ = home.change(now -> now.with(id, place));
    } catch (HeveliusException e) {
      if (e.category() != HeveliusException.Category.UNAVAILABLE) {
        throw e;
      }
      // The catalog has it; whoever may write the configuration next writes it there.
      return;
    }
  }

  /** Makes a home and its catalog one with another id. */
  public static void become(Home home, Catalog catalog, String id) {
    HomeConfig _ = home.change(config -> config.with(id, place(home.root())));
    catalog.home().become(id);
  }

  private static String copied(Home home, String id) {
    return "the home at %s stands elsewhere than before, moved or copied. If the one that it was"
            .formatted(home.root())
        + " copied from is still used, each can delete what the other made in storage that"
        + " snapshots by itself: give this one an id of its own with hevelius catalog rebuild"
        + " --home-id new (it has "
        + id
        + ")";
  }

  /**
   * A directory among all: another one after it was copied, the same after it was given another
   * name. Not told of copies of whole disks.
   */
  private static String place(Path root) {
    try {
      String machine = Files.isReadable(MACHINE) ? Files.readString(MACHINE).strip() : "";
      String text = machine + " " + Files.getAttribute(root, "unix:ino");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, PLACE_DIGITS);
    } catch (IOException e) {
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }
}
