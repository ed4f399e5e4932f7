package org.hevelius.app.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Verbs on a dataset of three versions, in a repository that is opened once for all tests. */
abstract class ThreeVersionsTest {
  @TempDir static Path storage;
  private static RepositoryHome.Store store;

  @TempDir Path root;
  RepositoryHome home;

  @BeforeAll
  static void makeStore() {
    store = new RepositoryHome.Store(storage);
  }

  @AfterAll
  static void closeStore() {
    store.close();
  }

  @BeforeEach
  void makeHome() {
    home = RepositoryHome.withThreeVersions(root, store);
  }
}
