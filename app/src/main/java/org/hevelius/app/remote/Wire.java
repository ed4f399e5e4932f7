package org.hevelius.app.remote;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.hevelius.core.compare.FitsChange;
import org.hevelius.core.dataset.Dataset;
import org.hevelius.core.dataset.DatasetName;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.publication.About;
import org.hevelius.core.publication.ContentId;
import org.hevelius.core.publication.Publication;
import org.hevelius.core.snapshot.Ancestor;
import org.hevelius.core.snapshot.Capture;
import org.hevelius.core.snapshot.Derivation;
import org.hevelius.core.snapshot.Snapshot;
import org.hevelius.core.snapshot.TakenBy;
import org.hevelius.core.tree.Names;
import org.hevelius.core.tree.TreeEntry;
import org.hevelius.core.usecase.Batch;
import org.hevelius.core.usecase.DatasetView;
import org.hevelius.core.usecase.EntryView;
import org.hevelius.core.usecase.PublicationView;
import org.hevelius.core.usecase.SnapshotView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The records of the service, read into those of the core. */
final class Wire {
  /** Reads documents; what a newer service says besides is passed over. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          // Lists are read item by item, as they come.
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A time in a zone keeps its offset.
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .addModule(
              new SimpleModule()
                  .addDeserializer(FitsChange.DataChange.class, new DataChangeReader()))
          .build();

  /**
   * A part of a list.
   *
   * @param next where it goes on; null at its end
   */
  record Page<T>(List<T> items, @Nullable String next) {}

  /** The kinds are told by their fields. */
  private static final class DataChangeReader extends ValueDeserializer<FitsChange.DataChange> {
    @Override
    public FitsChange.DataChange deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode node = context.readTree(parser);
      Class<? extends FitsChange.DataChange> type =
          node.has("rowsBefore")
              ? FitsChange.TableData.class
              : node.has("shapeBefore") ? FitsChange.ImageData.class : FitsChange.OtherData.class;
      return context.readTreeAsValue(node, type);
    }
  }

  private Wire() {}

  static Snapshot snapshot(SnapshotView view) {
    SnapshotView.GitView git = view.git();
    return Snapshot.builder(DatasetName.of(view.dataset()), view.version(), view.createdAt())
        .name(view.name())
        .shortName(view.shortName())
        .description(view.description())
        .author(view.author())
        .host(view.host())
        .tags(view.tags())
        .milestone(view.milestone())
        .kind(view.kind())
        .takenBy(view.takenBy().stream().map(TakenBy::parse).toList())
        .holds(view.holds())
        .knownGood(view.knownGoodMark())
        .knownBad(view.knownBadMark())
        .derivation(derivation(view))
        .expires(view.expires())
        .guarantee(view.guarantee())
        .git(git == null ? null : git.toState())
        .parentVersion(view.parentVersion())
        .captures(view.captures().stream().map(Wire::capture).toList())
        .build();
  }

  private static Derivation derivation(SnapshotView view) {
    return new Derivation(
        view.derivedFrom().stream().map(Wire::ancestor).toList(),
        Objects.requireNonNullElse(view.derivedBy(), ""));
  }

  private static Ancestor ancestor(SnapshotView.AncestorView view) {
    return Ancestor.parse("%s %s %s".formatted(view.use(), view.reference(), view.name()));
  }

  private static Capture capture(SnapshotView.CaptureView view) {
    return new Capture(
        SourceSpec.parse(view.source()),
        view.provider(),
        view.id(),
        view.repository(),
        Objects.requireNonNullElse(view.files(), Capture.NOT_COUNTED),
        Objects.requireNonNullElse(view.directories(), Capture.NOT_COUNTED),
        Objects.requireNonNullElse(view.bytes(), 0L),
        Objects.requireNonNullElse(view.addedBytes(), 0L),
        Objects.requireNonNullElse(view.storedBytes(), 0L));
  }

  /** A snapshot that isn't read yet. */
  static Snapshot snapshot(JsonNode document) {
    return snapshot(MAPPER.treeToValue(document, SnapshotView.class));
  }

  /** What was planned for or done to several; results are read one by one. */
  static <T> Batch<T> batch(JsonNode document, Function<JsonNode, T> reader) {
    List<Batch.Item<T>> items =
        document.path("items").valueStream().map(item -> item(item, reader)).toList();
    return new Batch<>(
        items, document.path("notBegun").valueStream().map(JsonNode::asString).toList());
  }

  private static <T> Batch.Item<T> item(JsonNode item, Function<JsonNode, T> reader) {
    JsonNode reference = item.path("reference");
    JsonNode result = item.path("result");
    JsonNode error = item.path("error");
    return new Batch.Item<>(
        item.path("dataset").asString(),
        reference.isString() ? reference.asString() : null,
        result.isObject() ? reader.apply(result) : null,
        error.isObject() ? MAPPER.treeToValue(error, Batch.Failure.class) : null);
  }

  /** What a publication, planned or made, says of itself. */
  static About about(PublicationView view) {
    return new About(
        view.title(),
        view.creators(),
        view.publisher(),
        view.year(),
        view.license(),
        view.doi(),
        view.related());
  }

  static Publication publication(PublicationView view) {
    int at = view.reference().lastIndexOf('@');
    return new Publication(
        DatasetName.of(view.reference().substring(0, at)),
        Long.parseLong(view.reference().substring(at + 1)),
        view.name(),
        ContentId.parse(Objects.requireNonNullElse(view.content(), "")),
        Objects.requireNonNullElse(view.files(), 0L),
        Objects.requireNonNullElse(view.bytes(), 0L),
        about(view),
        told(view.published()),
        Objects.requireNonNullElse(view.by(), ""),
        view.withdrawn());
  }

  static Dataset dataset(DatasetView view) {
    return new Dataset(
        DatasetName.of(view.name()),
        view.description(),
        view.sources().stream().map(SourceSpec::parse).toList(),
        view.excludes(),
        view.created(),
        view.repository(),
        view.tags());
  }

  static TreeEntry entry(EntryView view) {
    String target = view.linkTarget();
    return new TreeEntry(
        Names.parse(view.path()),
        TreeEntry.Type.valueOf(view.type().toUpperCase(Locale.ROOT)),
        view.size(),
        view.modified(),
        Integer.parseInt(view.mode(), 8),
        view.uid(),
        view.gid(),
        target == null ? null : Names.parse(target),
        null);
  }

  /** A moment that the service must have told. */
  static Instant told(@Nullable Instant moment) {
    return Objects.requireNonNullElse(moment, Instant.EPOCH);
  }
}
