package org.hevelius.app.remote;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hevelius.core.storage.Grade;
import org.hevelius.core.storage.NewView;
import org.hevelius.core.storage.Performance;
import org.hevelius.core.storage.Quota;
import org.hevelius.core.storage.QuotaPlan;
import org.hevelius.core.storage.View;
import org.hevelius.core.usecase.StorageUses;
import org.hevelius.core.usecase.StorageView;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The storage systems that a service reaches. */
record RemoteStorage(Connection connection) implements StorageUses {
  private static Ask ask(String part, @Nullable String where) {
    return Ask.of("storage/" + part).with("where", where);
  }

  @Override
  public StorageView.Views views(@Nullable String where) {
    return connection.get(ask("views", where), StorageView.Views.class);
  }

  @Override
  public View view(String view) {
    return connection.get(Ask.of("storage/view").with("view", view), View.class);
  }

  @Override
  public View createView(NewView wish) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("view", wish.view().toString());
    body.put("profile", wish.profile().text());
    put(body, "soft", wish.limits().soft());
    put(body, "hard", wish.limits().hard());
    body.put("protocols", wish.protocols());
    put(body, "bucket", wish.bucket());
    return connection.start(Ask.of("storage/views"), body, Map.of()).as(View.class);
  }

  private static void put(Map<String, Object> body, String field, @Nullable Object value) {
    if (value != null) {
      body.put(field, value);
    }
  }

  @Override
  public StorageView.Quotas quotas(@Nullable String where) {
    return connection.get(ask("quotas", where), StorageView.Quotas.class);
  }

  @Override
  public Quota setLimits(String view, StorageView.LimitWish wish) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("view", view);
    put(body, "soft", wish.soft());
    put(body, "hard", wish.hard());
    body.put("noSoft", wish.noSoft());
    body.put("noHard", wish.noHard());
    return connection.start(Ask.of("storage/quotas"), body, Map.of()).as(Quota.class);
  }

  @Override
  public QuotaPlan planExpansion(String view, @Nullable BigDecimal factor, @Nullable Long ceiling) {
    return connection.get(
        Ask.of("storage/expansions")
            .with("view", view)
            .with("factor", factor == null ? null : factor.toPlainString())
            .with("ceiling", ceiling),
        QuotaPlan.class);
  }

  @Override
  public Quota expand(QuotaPlan plan) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("view", plan.view().view());
    body.put("factor", plan.factor());
    put(body, "ceiling", plan.ceiling());
    body.put("plan", plan.plan());
    return connection.start(Ask.of("storage/expansions"), body, Map.of()).as(Quota.class);
  }

  @Override
  public StorageView.Health health(@Nullable String where) {
    return connection.get(ask("health", where), StorageView.Health.class);
  }

  @Override
  public StorageView.Events events(@Nullable String where, Instant since, Grade least) {
    return connection.get(
        ask("events", where).with("since", since).with("least", least.text()),
        StorageView.Events.class);
  }

  @Override
  public List<Performance> performance(@Nullable String where, Instant since) {
    Wire.Page<Performance> page =
        connection.get(
            ask("performance", where).with("since", since),
            new TypeReference<Wire.Page<Performance>>() {});
    return page.items();
  }
}
