package org.hevelius.providers.btrfs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Capture;

/**
 * What a capture is known by: its subvolume, and the file system without which nobody can say that
 * it is gone. Written {@code UUID@UUID}.
 */
record Identity(String subvolume, String fileSystem) {
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final Pattern FORM = Pattern.compile("(" + UUID + ")@(" + UUID + ")");

  static Identity of(Capture capture) {
    Matcher form = FORM.matcher(capture.id());
    if (!form.matches()) {
      throw new HeveliusException(
          Category.INVALID,
          "\"%s\" is no capture of a Btrfs subvolume".formatted(capture.id()),
          "nothing was changed");
    }
    return new Identity(form.group(1), form.group(2));
  }

  String text() {
    return subvolume + "@" + fileSystem;
  }

  /** Enough of it for people. */
  String brief() {
    return subvolume.substring(0, 8);
  }
}
