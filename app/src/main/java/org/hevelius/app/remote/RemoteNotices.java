package org.hevelius.app.remote;

import java.util.List;
import java.util.Map;
import org.hevelius.core.usecase.AlertView;
import org.hevelius.core.usecase.Notices;
import org.hevelius.core.usecase.Oversight;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** The channels by which a service tells people; messages go out from its machine. */
record RemoteNotices(Connection connection) implements Oversight.NoticeUses {
  @Override
  public Notices.Overview list(int limit) {
    Notices.Overview overview =
        connection.get(
            Ask.of("channels").with("limit", Math.max(1, limit)), Notices.Overview.class);
    return limit > 0
        ? overview
        : new Notices.Overview(
            overview.channels(), List.of(), overview.more() + overview.queue().size());
  }

  @Override
  public List<Notices.Trial> test(@Nullable String name) {
    Connection.Answer answer =
        connection.start(
            Ask.of("channels/trials"), name == null ? Map.of() : Map.of("channel", name), Map.of());
    Wire.Page<Notices.Trial> trials = answer.as(new TypeReference<>() {});
    return trials.items();
  }

  @Override
  public List<AlertView> alerts(boolean closed, int limit) {
    Wire.Page<AlertView> alerts =
        connection.get(
            Ask.of("alerts").with("closed", closed ? "true" : null).with("limit", limit),
            new TypeReference<>() {});
    return alerts.items();
  }

  @Override
  public AlertView acknowledge(long id, String note) {
    return connection
        .change(
            "POST",
            Ask.of("alerts/%d/acknowledgment".formatted(id)),
            Map.of("note", note),
            Map.of())
        .as(AlertView.class);
  }
}
