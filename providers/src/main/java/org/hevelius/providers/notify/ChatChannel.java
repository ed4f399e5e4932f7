package org.hevelius.providers.notify;

import java.util.Map;
import org.hevelius.core.json.JsonOutput;
import org.hevelius.core.notify.Channel;
import org.hevelius.core.notify.Message;
import org.hevelius.core.notify.Target;
import org.hevelius.providers.process.Secrets;

/** Posts messages to an incoming webhook as Slack, Mattermost and Rocket.Chat have it. */
final class ChatChannel implements Channel {
  /** What is sent. */
  record Document(String text) {}

  private final Target.Chat target;
  private final Secrets secrets;
  private final Http http;

  ChatChannel(Target.Chat target, Secrets secrets, Http http) {
    this.target = target;
    this.secrets = secrets;
    this.http = http;
  }

  @Override
  public Outcome deliver(Message message) {
    String text = message.title() + "\n" + String.join("\n", message.lines());
    return Http.unless(
        () ->
            http.post(
                Http.address(secrets.of(target.url())),
                "application/json",
                Http.utf8(JsonOutput.line(new Document(escaped(text)))),
                Map.of("Hevelius-Delivery", message.id())));
  }

  /** Without mentions, links and commands: these begin with {@code <}. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
