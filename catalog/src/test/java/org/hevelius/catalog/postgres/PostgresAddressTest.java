package org.hevelius.catalog.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.hevelius.core.HeveliusException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://db/hevelius",
        "postgresql://me@db.example.org:5433/hevelius",
        "postgresql://me@a:1,b:2/x?schema=other&sslmode=require",
        "postgresql://[::1]:5432/x?sslmode=verify-full&sslrootcert=/etc/ca%20x.pem",
        "postgresql://%C3%A4@db/x%3Fy"
      })
  void readsWhatItWrites(String text) {
    PostgresAddress address = PostgresAddress.parse(text);
    assertThat(PostgresAddress.parse(address.toString())).isEqualTo(address);
  }

  @Test
  void hasAForm() {
    PostgresAddress address = PostgresAddress.parse("postgresql://me@a:1,b/x?schema=s1");
    assertThat(address.user()).isEqualTo("me");
    assertThat(address.hosts()).containsExactly("a:1", "b");
    assertThat(address.url()).isEqualTo("jdbc:postgresql://a:1,b/x");
    assertThat(address.schema()).isEqualTo("s1");
    assertThat(address.properties().getProperty("targetServerType")).isEqualTo("primary");
    assertThat(PostgresAddress.parse("postgresql://a/x").schema()).isEqualTo("hevelius");
  }

  @Test
  void verifiesServersOnOtherMachinesUnlessToldOtherwise() {
    assertThat(PostgresAddress.parse("postgresql://db/x").sslMode()).isEqualTo("verify-full");
    assertThat(PostgresAddress.parse("postgresql://localhost:1,127.0.0.1/x").sslMode())
        .isEqualTo("disable");
    assertThat(PostgresAddress.parse("postgresql://localhost.evil.org/x").sslMode())
        .isEqualTo("verify-full");
    assertThat(PostgresAddress.parse("postgresql://db/x?sslmode=require").sslMode())
        .isEqualTo("require");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:se-cret@db/x",
        "postgresql://:se-cret@db/x",
        "postgresql://db/x?password=se-cret",
        "postgresql://db/x?sslPassword=se-cret",
        "postgresql://db/x?options=se-cret",
        "postgresql://db/x?se-cret",
        "postgresql://db",
        "postgresql:///x",
        "postgresql://db/x?schema=A;DROP",
        "postgresql://db/x?schema=pg_mine",
        "postgresql://db/x?sslmode=prefer",
        "postgresql://db/x?sslrootcert=relative",
        "postgresql://db/x?schema=a&schema=b",
        "postgresql://db/x%zz",
        "postgresql://d b/x",
        "postgresql://me@se-cret@db/x",
        "mysql://db/x"
      })
  void refusesWhatItDoesNotKnowWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PostgresAddress.parse(text))
        .isInstanceOf(HeveliusException.class)
        .hasMessageNotContaining("se-cret")
        .hasMessageNotContaining(text);
  }
}
