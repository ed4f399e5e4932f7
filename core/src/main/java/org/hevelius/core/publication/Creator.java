package org.hevelius.core.publication;

import java.util.regex.Pattern;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Who made what is published.
 *
 * @param name a person as {@code Family, Given}, or the name of an organization, without a comma
 * @param orcid with dashes, such as 0000-0002-1825-0097, or null
 */
public record Creator(String name, @Nullable String orcid) {
  private static final Pattern ORCID = Pattern.compile("([0-9]{4}-){3}[0-9]{3}[0-9X]");

  /** Checks name and ORCID, its check digit too. */
  public Creator {
    name = Texts.line("name of a creator", name);
    if (orcid != null) {
      orcid = orcid.strip().replaceFirst("^https?://orcid\\.org/", "");
      if (!ORCID.matcher(orcid).matches() || !isSound(orcid)) {
        throw new HeveliusException(
            Category.INVALID,
            "\"" + orcid + "\" is no ORCID",
            "it has 16 digits, such as 0000-0002-1825-0097; the last one checks the others");
      }
    }
  }

  /** Whether it is a person. */
  public boolean isPerson() {
    return name.indexOf(',') > 0;
  }

  /** The family name of a person; the whole name of an organization. */
  public String family() {
    return isPerson() ? name.substring(0, name.indexOf(',')).strip() : name;
  }

  /** The given names of a person; empty for an organization. */
  public String given() {
    return isPerson() ? name.substring(name.indexOf(',') + 1).strip() : "";
  }

  /** ISO 7064, MOD 11-2. */
  private static boolean isSound(String orcid) {
    String digits = orcid.replace("-", "");
    int total = 0;
    for (int i = 0; i < 15; i++) {
      total = (total + (digits.charAt(i) - '0')) * 2 % 11;
    }
    int check = (12 - total) % 11;
    return digits.charAt(15) == (check == 10 ? 'X' : (char) ('0' + check));
  }
}
