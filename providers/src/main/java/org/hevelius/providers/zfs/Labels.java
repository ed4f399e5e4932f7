package org.hevelius.providers.zfs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.snapshot.Manifest;

/**
 * What is known of a snapshot, in user properties of it. A manifest is compressed and cut to the
 * size that every version takes; the head, which is set last, tells how many pieces it has and what
 * they must hash to. There are two places for pieces, used in turn, so that the former manifest
 * holds until the head of the new one stands.
 */
final class Labels {
  private static final String PREFIX = "org.hevelius:";

  /** On all snapshots of one capture, from the act that takes them on. */
  static final String TOKEN = PREFIX + "capture";

  /** On the snapshot of a source: that the capture is published, and where its manifest stands. */
  static final String HEAD = PREFIX + "manifest";

  /** The reference of Hevelius' snapshot, for people. */
  static final String SNAPSHOT = PREFIX + "snapshot";

  /** The identity of the dataset that was taken. */
  static final String IDENTITY = PREFIX + "dataset";

  /** On all snapshots of one capture: the home that took them. */
  static final String HOME = PREFIX + "home";

  /** On a snapshot that Hevelius holds. */
  static final String HELD = PREFIX + "held";

  /** On a dataset that was put in the place of another: the identity of that one. */
  static final String STANDS_FOR = PREFIX + "stands-for";

  /** On a clone through which a capture is read. */
  static final String BROWSE = PREFIX + "browse";

  /** On datasets between the first and the last step of an exchange. */
  static final String EXCHANGE = PREFIX + "exchange";

  /**
   * On the uppermost dataset that takes the place of another, until its exchange is over: which
   * attempt of which home carries it out.
   */
  static final String BY = PREFIX + "by";

  /** On a dataset that was put in the place of another: of which exchange, with which snapshot. */
  static final String PUT_BACK = PREFIX + "put-back";

  /** What a dataset will be like when its exchange is over. */
  static final String AFTERWARDS = PREFIX + "afterwards";

  /** On a dataset that is being rolled back. */
  static final String ROLLBACK = PREFIX + "rollback";

  private static final int PIECE = 1000;
  private static final int MOST_PIECES = 200;
  private static final int MOST_BYTES = 16 << 20;
  private static final Pattern FORM =
      Pattern.compile("1 ([ab]) ([1-9][0-9]{0,2}) ([0-9]{1,4}) ([0-9a-f]{64})");

  private Labels() {}

  /**
   * What a head says.
   *
   * @param place of the pieces
   * @param index of the source among those that were captured together; the first one's head is set
   *     last
   */
  record Head(String place, int pieces, int index, String hash) {
    static Optional<Head> of(Snap snap) {
      Matcher form = FORM.matcher(snap.listed().own(HEAD));
      return form.matches()
          ? Optional.of(
              new Head(
                  form.group(1),
                  Integer.parseInt(form.group(2)),
                  Integer.parseInt(form.group(3)),
                  form.group(4)))
          : Optional.empty();
    }
  }

  /** Writes a manifest; until this is over the former one holds, if there is one. */
  static void write(Snap snap, Manifest manifest, int index, String identity) {
    Optional<Head> former = Head.of(snap);
    String place = former.map(Head::place).orElse("b").equals("b") ? "a" : "b";
    byte[] packed = packed(manifest.toJson());
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(packed);
    List<String> settings = new ArrayList<>();
    for (int from = 0; from < text.length(); from += PIECE) {
      settings.add(
          piece(place, settings.size())
              + "="
              + text.substring(from, Math.min(text.length(), from + PIECE)));
    }
    int pieces = settings.size();
    if (pieces > MOST_PIECES) {
      throw new HeveliusException(
          Category.INVALID,
          "what is known of %s is too much to stand in a ZFS snapshot"
              .formatted(manifest.snapshot().reference()),
          "nothing was changed; shorten its description");
    }
    settings.add(SNAPSHOT + "=" + manifest.snapshot().reference());
    if (!manifest.home().isEmpty()) {
      settings.add(HOME + "=" + manifest.home());
    }
    if (!identity.isEmpty()) {
      settings.add(IDENTITY + "=" + identity);
    }
    Zfs zfs = snap.zfs();
    zfs.set(snap.full(), settings);
    zfs.set(
        snap.full(),
        List.of(HEAD + "=1 " + place + " " + pieces + " " + index + " " + hash(packed)));
    if (former.isPresent()) {
      for (int n = 0; n < former.get().pieces(); n++) {
        zfs.unset(snap.full(), piece(former.get().place(), n));
      }
    }
  }

  /**
   * The manifest of a snapshot; nothing when none was written to its end.
   *
   * @throws HeveliusException DAMAGED when it is whole and no manifest
   */
  static Optional<Manifest> read(Snap snap) {
    Optional<Head> head = Head.of(snap);
    if (head.isEmpty()) {
      return Optional.empty();
    }
    List<String> properties = new ArrayList<>();
    for (int n = 0; n < head.get().pieces(); n++) {
      properties.add(piece(head.get().place(), n));
    }
    Listed listed = snap.zfs().get(List.of(snap.full()), properties).getFirst();
    StringBuilder text = new StringBuilder();
    properties.forEach(property -> text.append(listed.own(property)));
    byte[] packed;
    try {
      packed = Base64.getUrlDecoder().decode(text.toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return hash(packed).equals(head.get().hash())
        ? Optional.of(Manifest.parse(unpacked(packed), "the ZFS snapshot " + snap.full()))
        : Optional.empty();
  }

  private static String piece(String place, int n) {
    return HEAD + "." + place + "." + n;
  }

  private static byte[] packed(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] unpacked(byte[] packed) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw new HeveliusException(
          Category.DAMAGED, "a manifest in a ZFS snapshot can't be read", List.of(), e);
    }
  }

  /** The SHA-256 in hex. */
  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-256", e);
    }
  }

  /** The SHA-256 of some texts in hex. */
  static String hash(List<String> texts) {
    return hash(String.join("\n", texts).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * What stays the same for a dataset when another is put in its place by an exchange; the listing
   * must have its guid and {@link #STANDS_FOR}.
   */
  static String identity(Listed dataset) {
    String earlier = dataset.own(STANDS_FOR);
    return earlier.isEmpty() ? dataset.text("guid") : earlier;
  }
}
