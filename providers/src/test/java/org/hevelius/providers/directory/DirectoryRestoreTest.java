package org.hevelius.providers.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.provider.RestoreAction;
import org.hevelius.core.provider.RestoreAction.Kind;
import org.hevelius.core.provider.RestoreOrder;
import org.hevelius.core.snapshot.Capture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRestoreTest {
  @TempDir private Path temp;
  private Path raw;
  private Dataset dataset;
  private TestHome home;
  private final Queue<RestoreAction> actions = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeHomeAndData() {
    raw = temp.resolve("raw");
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.0021\n");
    TestHome.write(raw.resolve("events/night1.csv"), "one\n");
    home = TestHome.make(temp.resolve("home"));
    dataset = TestHome.dataset(raw);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void restoresEverythingToANewPlace() throws IOException {
    TestHome.run(
        List.of("sh", "-c", "cd '" + raw + "' && printf y > \"$(printf 'bad\\377 \\n" + "x')\""));
    Capture capture = home.take(dataset, 1).getFirst();
    Path out = temp.resolve("out");
    home.provider.restore(order(capture, null, out.toString(), List.of(), false, null, false));
    TestHome.run(List.of("diff", "-r", raw.toString(), out.toString()));
    assertThat(Files.getLastModifiedTime(out.resolve("calib/mars.caldb")))
        .isEqualTo(Files.getLastModifiedTime(raw.resolve("calib/mars.caldb")));
    assertThat(actions).extracting(RestoreAction::kind).containsOnly(Kind.CREATE);
  }

  @Test
  void restoresAPathWithAnEscapedName() {
    TestHome.run(List.of("sh", "-c", "cd '" + raw + "' && printf y > \"$(printf 'bad\\377')\""));
    Capture capture = home.take(dataset, 1).getFirst();
    String out = temp.resolve("out").toString();
    home.provider.restore(order(capture, null, out, List.of("bad\\xff"), false, null, false));
    assertThat(actions).extracting(RestoreAction::path).containsExactly("bad\\xff");
  }

  @Test
  void plansWithoutTouchingAndThenRestoresInPlaceUnderAGuard() throws IOException {
    Capture want = home.take(dataset, 1).getFirst();
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.2100\n");
    TestHome.write(raw.resolve("calib/added"), "later");
    TestHome.write(raw.resolve("events/night2.csv"), "two\n");
    List<String> calib = List.of("calib/");
    home.provider.restore(order(want, null, null, calib, true, null, true));
    assertThat(actions)
        .extracting(action -> action.kind() + " " + action.path())
        .contains("OVERWRITE calib/mars.caldb", "DELETE calib/added");
    assertThat(raw.resolve("calib/mars.caldb")).hasContent("gain 1.2100\n");

    Capture guard = home.take(dataset, 2).getFirst();
    home.provider.restore(order(want, null, null, calib, true, guard, false));
    assertThat(raw.resolve("calib/mars.caldb")).hasContent("gain 1.0021\n");
    assertThat(raw.resolve("calib/added")).doesNotExist();
    assertThat(raw.resolve("events/night2.csv")).hasContent("two\n");

    Capture present = home.take(dataset, 3).getFirst();
    home.provider.restore(order(guard, want, null, List.of(), false, present, false));
    assertThat(Files.readString(raw.resolve("calib/mars.caldb"))).isEqualTo("gain 1.2100\n");
    assertThat(raw.resolve("calib/added")).hasContent("later");
  }

  @Test
  void takesBackOneChangeAndKeepsLaterOnes() {
    Capture before = home.take(dataset, 1).getFirst();
    TestHome.write(raw.resolve("calib/mars.caldb"), "gain 1.2100\n");
    TestHome.write(raw.resolve("events/night1.csv"), "one, wrong\n");
    Capture after = home.take(dataset, 2).getFirst();
    TestHome.write(raw.resolve("events/night1.csv"), "one, edited since\n");
    TestHome.write(raw.resolve("notes"), "kept");
    Capture guard = home.take(dataset, 3).getFirst();
    home.provider.restore(order(before, after, null, List.of(), false, guard, false));
    assertThat(raw.resolve("calib/mars.caldb")).hasContent("gain 1.0021\n");
    assertThat(raw.resolve("events/night1.csv")).hasContent("one, edited since\n");
    assertThat(raw.resolve("notes")).hasContent("kept");
    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.CONFLICT)
        .extracting(RestoreAction::path)
        .containsExactly("events/night1.csv");
  }

  @Test
  void neverDeletesWhatIsExcludedOrItsOwnHome() {
    Dataset all = TestHome.dataset(List.of("*.tmp"), temp);
    Capture want = home.take(all, 1).getFirst();
    TestHome.write(raw.resolve("x.tmp"), "kept");
    TestHome.write(raw.resolve("new.dat"), "goes");
    home.provider.restore(order(want, null, null, List.of(), true, null, true));
    assertThat(actions)
        .filteredOn(action -> action.kind() == Kind.DELETE)
        .extracting(RestoreAction::path)
        .containsExactly("raw/new.dat");
    Capture guard = home.take(all, 2).getFirst();
    home.provider.restore(order(want, null, null, List.of(), true, guard, false));
    assertThat(raw.resolve("new.dat")).doesNotExist();
    assertThat(raw.resolve("x.tmp")).exists();
    assertThat(home.home.configFile()).exists();
    assertThat(home.provider.exists(guard)).isTrue();
  }

  @Test
  void refusesPathsThatLeaveTheSourceOrAreNoPaths() {
    Capture capture = home.take(dataset, 1).getFirst();
    String out = temp.resolve("out").toString();
    for (String path :
        List.of("../x", "/etc", "calib//mars.caldb", "calib/../..", ".", "", "a\\x00")) {
      assertThatThrownBy(
              () ->
                  home.provider.restore(
                      order(capture, null, out, List.of(path), false, null, false)))
          .as(path)
          .satisfies(
              e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.INVALID));
    }
    assertThat(temp.resolve("out")).doesNotExist();
  }

  @Test
  void saysWhatAPathMayHaveMeant() {
    Capture capture = home.take(dataset, 1).getFirst();
    assertThatThrownBy(
            () ->
                home.provider.restore(
                    order(
                        capture,
                        null,
                        temp.resolve("out").toString(),
                        List.of("calib/mars.calbd"),
                        false,
                        null,
                        false)))
        .isInstanceOfSatisfying(
            HeveliusException.class,
            e -> {
              assertThat(e.category()).isEqualTo(Category.NOT_FOUND);
              assertThat(e.advice()).containsExactly("did you mean  calib/mars.caldb");
            });
  }

  @Test
  void refusesTargetsThatWouldDoHarm() {
    Capture capture = home.take(dataset, 1).getFirst();
    String inside = home.home.root().resolve("repository/data").toString();
    assertThatThrownBy(
            () ->
                home.provider.restore(order(capture, null, inside, List.of(), false, null, false)))
        .satisfies(e -> assertThat(DirectoryProviderTest.category(e)).isEqualTo(Category.REFUSED));
    Capture other = home.take(TestHome.dataset(raw.resolve("calib")), 2).getFirst();
    assertThatThrownBy(
            () -> home.provider.restore(order(capture, null, null, List.of(), true, other, false)))
        .hasMessageContaining("the guard is a capture of");
  }

  private RestoreOrder order(
      Capture want,
      @Nullable Capture base,
      @Nullable String target,
      List<String> paths,
      boolean delete,
      @Nullable Capture guard,
      boolean dryRun) {
    actions.clear();
    return new RestoreOrder(
        want,
        base,
        target,
        paths,
        delete,
        target == null,
        guard,
        dryRun,
        true,
        true,
        (action, _) -> actions.add(action),
        Progress.NONE,
        () -> false);
  }
}
