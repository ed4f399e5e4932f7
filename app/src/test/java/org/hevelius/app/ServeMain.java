package org.hevelius.app;

import java.util.List;
import org.hevelius.app.cli.Console;
import org.hevelius.app.cli.Parts;
import org.hevelius.app.cli.Program;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.access.Grant;
import org.hevelius.core.access.Principal;
import org.hevelius.core.access.Role;

/** The program with a service that knows one caller, by the word {@code test}. */
final class ServeMain {
  private static final List<Grant> ALL = List.of(new Grant(Role.ADMIN, Grant.ALL));

  private ServeMain() {}

  public static void main(String[] args) {
    Parts real = Wiring.parts();
    Parts parts =
        new Parts(
            real.environment(),
            real.clock(),
            real.zone(),
            real.workingDirectory(),
            real.homes(),
            new WiringService(
                real.clock(),
                (_, _) ->
                    new WiringService.Door(
                        request -> {
                          if (!request.header("Authorization").orElse("").equals("Bearer test")) {
                            throw new HeveliusException(Category.DENIED, "nobody is recognized");
                          }
                          return new Principal("maya", "token test", ALL, ALL);
                        },
                        List.of(),
                        () -> {})));
    System.exit(new Program(parts, Console.system()).run(args));
  }
}
