package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.providers.directory.HomeSetup.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @TempDir private Path temp;

  private HomeSetup setup() {
    return new HomeSetup(
        TestHome.environment(), name -> name.equals("HERE") ? "from a variable" : null);
  }

  @Test
  void makesAHomeThatOnlyItsOwnerCanRead() throws IOException {
    Home home = new Home(temp.resolve("a/home"));
    HomeSetup.Result result = setup().init(home, Request.STANDARD);
    assertThat(mode(home.root())).isEqualTo("rwx------");
    assertThat(mode(home.configFile())).isEqualTo("rw-------");
    Path password = home.root().resolve("password");
    assertThat(result.passwordFile()).isEqualTo(password);
    assertThat(mode(password)).isEqualTo("rw-------");
    assertThat(Files.readString(password)).matches("[0-9a-f]{64}\n");
    assertThat(result.repositoryId()).hasSize(64);
    assertThat(result.location()).isEqualTo(home.root().resolve("repository"));
  }

  @Test
  void makesGuessingDearForAPasswordThatPeopleChoseAlone() throws IOException {
    Path file = temp.resolve("chosen");
    Files.writeString(file, "from a file\n");
    Home drawn = new Home(temp.resolve("drawn"));
    Home chosen = new Home(temp.resolve("chosen-home"));
    setup().init(drawn, Request.STANDARD);
    setup().init(chosen, new Request(null, file.toString(), null, List.of()));
    assertThat(keyFile(drawn)).contains("\"N\":1024,\"r\":8,\"p\":1,");
    assertThat(keyFile(chosen)).contains("\"N\":16384,\"r\":8,\"p\":5,");
  }

  private static String keyFile(Home home) throws IOException {
    try (Stream<Path> keys = Files.list(home.root().resolve("repository/keys"))) {
      return Files.readString(keys.findFirst().orElseThrow());
    }
  }

  @Test
  void neverTouchesAHomeThatIsThere() throws IOException {
    Home home = new Home(temp.resolve("home"));
    setup().init(home, Request.STANDARD);
    String password = Files.readString(home.root().resolve("password"));
    assertThatThrownBy(() -> setup().init(home, Request.STANDARD))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.CONFLICT));
    assertThat(Files.readString(home.root().resolve("password"))).isEqualTo(password);
  }

  @Test
  void completesAHomeThatWasMadeHalfway() throws IOException {
    Home home = new Home(temp.resolve("home"));
    String id = setup().init(home, Request.STANDARD).repositoryId();
    // As if it had been killed before the configuration was written.
    Files.delete(home.configFile());
    assertThat(setup().init(home, Request.STANDARD).repositoryId()).isEqualTo(id);
    // As if it had been killed before the repository was complete: its key is there already.
    Files.delete(home.configFile());
    Files.delete(home.root().resolve("repository/config"));
    HomeSetup.Result again = setup().init(home, Request.STANDARD);
    assertThat(again.repositoryId()).isNotEqualTo(id);
    try (TestHome opened = TestHome.open(home.root())) {
      assertThat(opened.repositories.info("default").id()).isEqualTo(again.repositoryId());
    }
  }

  @Test
  void neverTakesARepositoryOfSomebodyElse() throws IOException {
    Home first = new Home(temp.resolve("first"));
    HomeSetup.Result made = setup().init(first, Request.STANDARD);
    Home second = new Home(temp.resolve("second"));
    Request there = new Request(made.location().toString(), null, null, List.of());
    assertThatThrownBy(() -> setup().init(second, there))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.CONFLICT));
    assertThat(second.exists()).isFalse();
    assertThat(second.root().resolve("password")).doesNotExist();
  }

  @Test
  void takesThePasswordFromAFileAVariableOrACommand() throws IOException {
    Path file = temp.resolve("password");
    Files.writeString(file, "from a file\n");
    List<Request> requests =
        List.of(
            new Request(null, file.toString(), null, List.of()),
            new Request(null, null, "HERE", List.of()),
            new Request(null, null, null, List.of("echo", "from a command")));
    for (int i = 0; i < requests.size(); i++) {
      Home home = new Home(temp.resolve("home" + i));
      HomeSetup.Result result = setup().init(home, requests.get(i));
      assertThat(result.passwordFile()).isNull();
      assertThat(home.root().resolve("password")).doesNotExist();
      assertThat(Files.readString(home.configFile())).doesNotContain("from a variable");
    }
    assertThatThrownBy(
            () ->
                setup()
                    .init(new Home(temp.resolve("x")), new Request(null, null, "NOT", List.of())))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.DENIED));
  }

  @Test
  void keepsFieldsThatItDoesNotKnow() {
    String json =
        """
        {"version": 1, "color": {"of": "the sky"},
         "repositories": [{"name": "default", "location": "repository", "passwordFile": "password",
           "shelf": 3}]}
        """;
    HomeConfig config = HomeConfig.parse(json.getBytes(StandardCharsets.UTF_8), "here");
    RepositoryEntry other =
        new RepositoryEntry("other", "/srv/r", true, false, null, null, List.of("pass", "show"));
    RepositoryEntry changed = config.repositories().getFirst().withPasswordFile("/new");
    HomeConfig written = HomeConfig.parse(config.with(other).with(changed).toJson(), "here");
    assertThat(written.repositories()).containsExactly(changed, other);
    assertThat(new String(written.toJson(), StandardCharsets.UTF_8))
        .contains("the sky", "\"shelf\" : 3");
  }

  @Test
  void namesACatalogInAServerInAFormThatOlderProgramsRefuse() {
    CatalogEntry entry = new CatalogEntry("postgresql://me@db/x", null, "HERE", List.of());
    HomeConfig config = parse("{\"version\": 1, \"repositories\": []}");
    assertThat(config.catalog()).isEmpty();
    String json = new String(config.with(entry).toJson(), StandardCharsets.UTF_8);
    assertThat(json).contains("\"version\" : 2").doesNotContain("from a variable");
    HomeConfig read = parse(json);
    assertThat(read.catalog()).contains(entry);
    RepositoryEntry repository =
        new RepositoryEntry("default", "r", false, false, "password", null, List.of());
    assertThat(parse(new String(read.with(repository).toJson(), StandardCharsets.UTF_8)).catalog())
        .contains(entry);
    assertThatThrownBy(
            () -> parse("{\"version\": 2, \"repositories\": [], \"catalog\": {\"address\": 7}}"))
        .hasMessageContaining("\"catalog.address\" is no text");
  }

  @Test
  void saysWhereAConfigurationIsWrong() {
    assertThatThrownBy(() -> parse("{\"version\": 1,\n \"repositories\": [}"))
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> parse("{\"version\": 1, \"repositories\": [{\"name\": \"a\"}]}"))
        .hasMessageContaining("\"repositories[0].location\" is missing");
    assertThatThrownBy(
            () ->
                parse(
                    "{\"version\": 1, \"repositories\": [{\"name\": \"a\", \"location\": \"b\","
                        + " \"readOnly\": \"no\"}]}"))
        .hasMessageContaining("\"repositories[0].readOnly\" is neither true nor false");
    assertThatThrownBy(() -> parse("{\"version\": 3, \"repositories\": []}"))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
  }

  private static HomeConfig parse(String json) {
    return HomeConfig.parse(json.getBytes(StandardCharsets.UTF_8), "here");
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
