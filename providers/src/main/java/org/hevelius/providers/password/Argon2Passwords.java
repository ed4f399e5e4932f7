package org.hevelius.providers.password;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.types.Argon2;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Password;
import org.hevelius.core.access.PasswordHasher;

/**
 * Argon2id (RFC 9106) with 19 MiB, two passes and one lane, as OWASP's password storage cheat sheet
 * has it. Hashes are written in the form of the PHC with their parameters and salt.
 */
public final class Argon2Passwords implements PasswordHasher {
  private static final int KIBIBYTES = 19 * 1024;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int BYTES = 32;
  private static final int SALT_BYTES = 16;

  @Override
  public String hash(Password password) {
    Argon2Function argon2 = Argon2Function.getInstance(KIBIBYTES, PASSES, LANES, BYTES, Argon2.ID);
    return com.password4j.Password.hash(password.reveal())
        .addRandomSalt(SALT_BYTES)
        .with(argon2)
        .getResult();
  }

  @Override
  public boolean matches(Password password, String hash) {
    // Of the hash: the library's default parameters are others, and would refuse a right password.
    return com.password4j.Password.check(password.reveal(), hash).with(function(hash));
  }

  private static Argon2Function function(String hash) {
    try {
      return Argon2Function.getInstanceFromHash(hash);
    } catch (BadParametersException e) {
      throw new HeveliusException(
          Category.DAMAGED,
          "the stored hash of a password can't be read",
          List.of("give the user a new password: hevelius user set NAME --password"),
          e);
    }
  }
}
