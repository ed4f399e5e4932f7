package org.hevelius.core.usecase;

import java.nio.file.Path;
import java.util.List;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.tree.SnapshotTree;
import org.jspecify.annotations.Nullable;

/**
 * The port to homes: the directories that hold catalog, configuration and, unless told otherwise,
 * the repository.
 */
public interface Homes {
  /** In place of an id: one that no other home has. */
  String NEW_ID = "new";

  /**
   * How a home is made.
   *
   * @param repository absolute path of the new repository; null for one inside the home
   * @param passwordFile file with the password, or null
   * @param passwordEnvironment variable with the password, or null
   * @param passwordCommand program and arguments that print the password; may be empty. Without any
   *     of the three a random password is made and kept in a file that only the owner can read
   * @param catalog the server that keeps the catalog; null for a file of the home
   */
  record InitRequest(
      Path home,
      @Nullable Path repository,
      @Nullable Path passwordFile,
      @Nullable String passwordEnvironment,
      List<String> passwordCommand,
      @Nullable CatalogPlace catalog) {
    /** Copies the list. */
    public InitRequest {
      passwordCommand = List.copyOf(passwordCommand);
    }

    /** A home with everything inside. */
    public static InitRequest standard(Path home) {
      return new InitRequest(home, null, null, null, List.of(), null);
    }
  }

  /**
   * A catalog in a server that several homes may share.
   *
   * @param address without a password
   * @param passwordFile absolute path of the file with the password, or null
   * @param passwordEnvironment variable with the password, or null
   * @param passwordCommand program and arguments that print the password; may be empty
   */
  record CatalogPlace(
      String address,
      @Nullable Path passwordFile,
      @Nullable String passwordEnvironment,
      List<String> passwordCommand) {
    /** Copies the list. */
    public CatalogPlace {
      passwordCommand = List.copyOf(passwordCommand);
    }
  }

  /**
   * A home that was made.
   *
   * @param repository where the repository lies
   * @param repositoryId its random id
   * @param passwordFile the password file that was made, or null when a password was given
   * @param catalog where the catalog stands, when that is not in the home
   * @param snapshots how many snapshots the catalog has already, from other homes that share it
   */
  record InitResult(
      Path home,
      Path repository,
      String repositoryId,
      @Nullable Path passwordFile,
      @Nullable String catalog,
      long snapshots) {}

  /**
   * Makes a home. A half-made one is completed; nothing that exists is overwritten.
   *
   * @throws HeveliusException CONFLICT if there is a complete home already, or if the catalog has
   *     snapshots and the repository is not the one that holds them
   */
  InitResult init(InitRequest request);

  /** Whether there is a complete home in this directory. */
  boolean exists(Path home);

  /**
   * Opens a home.
   *
   * @throws HeveliusException NOT_FOUND if there is none, with how to make one
   */
  Hevelius open(Path home);

  /**
   * A home that was opened to rebuild its catalog.
   *
   * @param hevelius the open home; the caller closes it
   * @param aside where the catalog that could not be used lies now; null when it could be used or
   *     was missing
   */
  record Opened(Hevelius hevelius, @Nullable Path aside) {}

  /**
   * Opens a home whose catalog may be missing or damaged, so that it can be rebuilt. A damaged
   * catalog is moved aside together with its journal, never deleted, and an empty one takes the
   * place of it.
   *
   * @param id the id of a home that is lost and that this one stands in for, {@link #NEW_ID} for
   *     one of its own, or null to keep its id
   * @throws HeveliusException NOT_FOUND if there is no home, with how to make one
   */
  Opened openToRebuild(Path home, @Nullable String id);

  /**
   * A directory that belongs to no home, as it is.
   *
   * @throws HeveliusException NOT_FOUND if there is none
   */
  SnapshotTree directory(Path directory);

  /**
   * What a move of the catalog would take along.
   *
   * @param from the file
   * @param to the address of the server's catalog, which is empty
   */
  record CatalogMovePlan(Path from, String to, long datasets, long snapshots, long auditEntries) {}

  /**
   * A catalog that was moved.
   *
   * @param rows how many rows were copied and compared
   * @param aside where the file lies now, as it was
   */
  record CatalogMoved(CatalogMovePlan plan, long rows, Path aside) {}

  /**
   * Plans to move the catalog of a home from its file into a server, so that other homes can share
   * it.
   *
   * @throws HeveliusException CONFLICT when it stands in a server already, or the server's isn't
   *     empty; REFUSED where homes are reached over a service
   */
  default CatalogMovePlan planCatalogMove(Path home, CatalogPlace to) {
    throw new HeveliusException(
        HeveliusException.Category.REFUSED,
        "a catalog is moved on the machine of its home",
        "nothing was changed; run it there");
  }

  /**
   * Copies the catalog, compares the copy, and switches the home over, while nobody else can use
   * the file. The file is kept as it is, under another name.
   *
   * @throws HeveliusException CONFLICT when the catalog has changed since it was planned;
   *     UNAVAILABLE when another process uses it
   */
  default CatalogMoved moveCatalog(Path home, CatalogPlace to, CatalogMovePlan plan) {
    throw new IllegalStateException("was not planned");
  }
}
