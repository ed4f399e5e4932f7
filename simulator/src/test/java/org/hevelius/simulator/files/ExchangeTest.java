package org.hevelius.simulator.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExchangeTest {
  @TempDir Path folder;
  private Exchange exchange;

  @BeforeEach
  void furnish() throws IOException {
    exchange =
        new Exchange(folder.resolve("live"), folder.resolve("other"), folder.resolve("between"));
    write("live/a", "new");
    write("live/b", "new");
    write("live/sub/c", "new");
    write("live/.snapshot/s/a", "kept");
    write("live/sub/.snapshot/t/c", "kept below");
    write("other/a", "old");
    write("other/sub/c", "old");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.writeString(folder.resolve(path), text);
  }

  private void isExchanged() {
    assertThat(folder.resolve("live/a")).hasContent("old");
    assertThat(folder.resolve("live/b")).doesNotExist();
    assertThat(folder.resolve("live/sub/c")).hasContent("old");
    assertThat(folder.resolve("live/.snapshot/s/a")).hasContent("kept");
    assertThat(folder.resolve("live/sub/.snapshot/t/c")).hasContent("kept below");
    assertThat(folder.resolve("other/a")).hasContent("new");
    assertThat(folder.resolve("other/b")).hasContent("new");
    assertThat(folder.resolve("other/sub/c")).hasContent("new");
    assertThat(folder.resolve("between")).doesNotExist();
  }

  @Test
  void bothHaveWhatTheOtherHad() {
    exchange.run(Exchange.Step.OUT, _ -> {});
    isExchanged();
  }

  @ParameterizedTest
  @EnumSource
  void itGoesOnWhereItWasCutOff(Exchange.Step cut) {
    assertThatThrownBy(
            () ->
                exchange.run(
                    Exchange.Step.OUT,
                    step -> {
                      if (step == cut) {
                        throw new IllegalStateException("killed");
                      }
                    }))
        .hasMessage("killed");
    exchange.run(cut, _ -> {});
    isExchanged();
  }

  @Test
  void itGoesOnInTheMiddleOfAStep() throws IOException {
    Files.createDirectories(folder.resolve("between"));
    Files.move(folder.resolve("live/b"), folder.resolve("between/b"));
    exchange.run(Exchange.Step.OUT, _ -> {});
    isExchanged();
  }

  @Test
  void whatSomebodyWroteMeanwhileIsNotOverwritten() throws IOException {
    exchange.run(
        Exchange.Step.OUT,
        step -> {
          if (step == Exchange.Step.IN) {
            try {
              write("live/a", "meanwhile");
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
    assertThat(folder.resolve("live/a")).hasContent("meanwhile");
    assertThat(folder.resolve("live/a.restored-1")).hasContent("old");
    assertThat(folder.resolve("other/a")).hasContent("new");
  }
}
