package org.hevelius.providers.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hevelius.core.HeveliusException;
import org.hevelius.core.HeveliusException.Category;
import org.hevelius.core.usecase.EventView;
import org.hevelius.core.usecase.Events;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventInboxTest {
  @TempDir Path root;
  private Path directory;
  private final Map<String, Events.Request> emitted = new LinkedHashMap<>();
  private final List<String> log = new ArrayList<>();
  private Supplier<String> result = () -> "taken";
  private int calls;
  private EventInbox inbox;

  @BeforeEach
  void watch() {
    directory = root.resolve("events");
    inbox = inbox();
  }

  private EventInbox inbox() {
    return new EventInbox(directory, this::emit, Runnable::run, log::add);
  }

  private EventView emit(Events.Request request, BooleanSupplier stop) {
    calls++;
    emitted.put(String.valueOf(request.id()), request);
    return new EventView(
        String.valueOf(request.id()),
        request.name(),
        request.datasets(),
        request.phase(),
        new TreeMap<>(request.attributes()),
        Instant.EPOCH,
        "x",
        Instant.EPOCH,
        false,
        result.get().equals("nobody")
            ? List.of()
            : List.of(new EventView.Result("a", result.get(), null, null, "why")),
        result.get().equals("nobody") ? List.of("nobody listens") : List.of());
  }

  @Test
  void takesInAFileThatIsNamedForItsEvent() throws IOException {
    write("phase-complete.event", "");
    beats(3);
    assertThat(emitted.values())
        .extracting(Events.Request::name, Events.Request::datasets, Events.Request::resume)
        .containsExactly(tuple("phase-complete", "**", true));
    assertThat(files("done")).containsExactly("phase-complete.event");
    assertThat(files(".")).isEmpty();
  }

  @Test
  void takesInWhatStandsInAFile() throws IOException {
    write("a.yaml", "event: calibration\ndataset: cosmos7/**\nphase: before\n");
    write("b.json", "{\"event\": \"done\", \"dataset\": \"a\", \"attributes\": {\"run\": \"7\"}}");
    write("other.event", "dataset: a\nattributes: {x: y}\n");
    beats(3);
    assertThat(emitted.values())
        .extracting(Events.Request::name, Events.Request::datasets, Events.Request::phase)
        .containsExactly(
            tuple("calibration", "cosmos7/**", "before"),
            tuple("done", "a", ""),
            tuple("other", "a", ""));
    assertThat(emitted.values())
        .extracting(Events.Request::attributes)
        .containsExactly(Map.of(), Map.of("run", "7"), Map.of("x", "y"));
  }

  @Test
  void waitsUntilAFileIsComplete() throws IOException {
    write("a.yaml", "event: calibration\n");
    inbox.run(Instant.now(), () -> false);
    inbox.run(Instant.now(), () -> false);
    assertThat(calls).as("it may still be written").isZero();
    inbox.run(Instant.now().plusSeconds(60), () -> false);
    write("a.yaml", "event: calibration\ndataset: cosmos7/raw\n");
    inbox.run(Instant.now().plusSeconds(60), () -> false);
    assertThat(calls).as("it has changed since the beat before").isZero();
    inbox.run(Instant.now().plusSeconds(60), () -> false);
    assertThat(emitted.values())
        .extracting(Events.Request::datasets)
        .containsExactly("cosmos7/raw");
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    write(".a.event", "");
    write("a.event.part", "");
    write("readme.txt", "");
    Files.createDirectory(directory.resolve("d.event"));
    beats(3);
    assertThat(calls).isZero();
    assertThat(files(".")).containsExactly(".a.event", "a.event.part", "d.event", "readme.txt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: a",
        "dataset: a",
        "event: a\ndataset: b\nattribute: {}",
        "- a",
        "{",
        "\0",
        "event: A B\ndataset: a",
        "event: a\ndataset: ../b",
        "a: &x b",
        "event: a\ndataset: b\nphase: x"
      })
  void putsAsideWhatIsNoEventWithTheReason(String text) throws IOException {
    write("a.yaml", text);
    beats(3);
    assertThat(calls).isZero();
    assertThat(files("failed")).containsExactly("a.yaml", "a.yaml.reason");
    assertThat(Files.readString(directory.resolve("failed/a.yaml"))).isEqualTo(text);
    assertThat(Files.readString(directory.resolve("failed/a.yaml.reason"))).isNotBlank();
    assertThat(log).hasSize(1);
  }

  @Test
  void refusesLinksAndHostileNamesAndWhatIsTooLarge() throws IOException {
    Path secret = Files.writeString(root.resolve("secret"), "event: a\ndataset: b\n");
    Files.createSymbolicLink(directory.resolve("link.yaml"), secret);
    write("..;x\n$(touch y).event", "");
    write("large.yaml", "#".repeat(EventInbox.MAX_SIZE) + "\nevent: a\ndataset: b\n");
    Files.write(directory.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
    beats(3);
    assertThat(calls).isZero();
    assertThat(files("failed")).hasSize(6).contains("large.yaml", "bytes.yaml.reason");
    assertThat(secret).exists();
    assertThat(log).noneMatch(line -> line.contains("\n"));
    // A name that begins with a dot is one that is still being written.
    assertThat(files(".")).containsExactly("..;x\n$(touch y).event");
    write("x\n$(touch y).event", "");
    beats(3);
    assertThat(files("failed")).hasSize(8);
    assertThat(log).noneMatch(line -> line.contains("\n"));
  }

  @Test
  void putsAsideAnEventThatNobodyHeardOrThatFailed() throws IOException {
    result = () -> "nobody";
    write("a.event", "");
    beats(3);
    assertThat(Files.readString(directory.resolve("failed/a.event.reason")))
        .startsWith("nobody listens\nthe event has the id file-");
    result = () -> "failed";
    write("b.event", "");
    beats(3);
    assertThat(Files.readString(directory.resolve("failed/b.event.reason")))
        .startsWith("a: failed  why\n");
  }

  @Test
  void givesAFileThatWasTakenInBeforeTheSameId() throws IOException {
    write("a.event", "");
    result =
        () -> {
          throw new HeveliusException(Category.UNAVAILABLE, "the catalog is away");
        };
    beats(3);
    assertThat(files(".")).containsExactly("a.event");
    assertThat(calls).isEqualTo(2);
    result = () -> "taken";
    inbox = inbox();
    beats(2);
    assertThat(emitted).as("one id in two lives").hasSize(1);
    assertThat(files("done")).containsExactly("a.event");
    write("a.event", "");
    beats(2);
    assertThat(emitted).as("another file of that name is another event").hasSize(2);
    assertThat(files("done")).containsExactly("a.event", "a.event-2");
  }

  @Test
  void stopsBetweenFiles() throws IOException {
    write("a.event", "");
    write("b.event", "");
    Instant later = Instant.now().plusSeconds(60);
    inbox.run(later, () -> false);
    inbox.run(later, () -> calls > 0);
    assertThat(calls).isEqualTo(1);
    assertThat(files(".")).containsExactly("b.event");
  }

  @Test
  void refusesADirectoryWhoseFailedOneIsALink() throws IOException {
    directory = root.resolve("other");
    Files.createDirectory(directory);
    Files.createSymbolicLink(directory.resolve("failed"), root);
    assertThatThrownBy(this::inbox).hasMessageContaining("not a directory of its own");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private void beats(int count) {
    for (int i = 0; i < count; i++) {
      inbox.run(Instant.now().plusSeconds(60), () -> false);
    }
  }

  private List<String> files(String in) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(in))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !List.of("done", "failed").contains(name))
          .sorted()
          .toList();
    }
  }
}
