package org.hevelius.app.remote;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.Progress;
import org.hevelius.core.usecase.Adoption;
import org.hevelius.core.usecase.NativeStores;
import org.hevelius.core.usecase.NativeUses;
import org.jspecify.annotations.Nullable;

/** What the storage that a service reaches has. */
record RemoteStores(Connection connection, RemoteSnapshots snapshots)
    implements NativeUses.StoreUses {
  @Override
  public NativeStores.Discovery discover(@Nullable String what) {
    return connection.get(
        Ask.of("storage/sources").with("what", what), NativeStores.Discovery.class);
  }

  @Override
  public List<Adoption.Adopted> adopt(SourceSpec source) {
    Connection.Answer accepted =
        connection.start(Ask.of("adoptions"), Map.of("source", source.toString()), Map.of());
    return List.of(
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, Progress.NONE, () -> false),
            Adoption.Adopted[].class));
  }

  @Override
  public List<NativeStores.Clone> clone(
      String reference, String name, Progress progress, BooleanSupplier canceled) {
    Connection.Answer accepted =
        connection.start(
            Ask.of(snapshots.show(reference), "/clones"), Map.of("name", name), Map.of());
    return List.of(
        Wire.MAPPER.treeToValue(
            Following.end(connection, accepted, progress, canceled), NativeStores.Clone[].class));
  }
}
