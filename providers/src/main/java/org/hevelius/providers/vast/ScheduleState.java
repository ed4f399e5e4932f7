package org.hevelius.providers.vast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hevelius.core.dataset.SourceSpec;
import org.hevelius.core.provider.NativeSchedules.Target;
import org.hevelius.core.provider.NativeSchedules.Wish;
import org.hevelius.providers.vast.ScheduleNotes.Note;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What there is of a source on its cluster.
 *
 * @param note null when nothing was set up
 * @param policy null when it isn't there
 * @param path null when it isn't there
 */
record ScheduleState(@Nullable Note note, @Nullable JsonNode policy, @Nullable JsonNode path) {
  static String copies(Wish wish) {
    Target copies = wish.copies();
    return copies == null ? "" : ", copied to " + copies;
  }

  /** What is to be put right of what was set up before. */
  List<String> corrections(SourceSpec source, Wish wish) {
    Note known = Objects.requireNonNull(note);
    List<String> steps = new ArrayList<>();
    if (policy == null) {
      steps.add(
          "%s: make protection policy %s, which is not there (%s%s)"
              .formatted(source, known.name(), NativeFrameText.text(wish.frames()), copies(wish)));
    } else if (!ProtectionPolicies.says(policy, wish)) {
      String now = NativeFrameText.text(policy.path("frames"));
      boolean byHand = !ProtectionPolicies.says(policy, known.agreement().set());
      steps.add(
          "%s: protection policy %s: %s -> %s%s"
              .formatted(
                  source,
                  known.name(),
                  now,
                  NativeFrameText.text(wish.frames()),
                  byHand ? " (it was changed on the cluster)" : ""));
    }
    if (path == null) {
      steps.add("%s: protect the path by %s".formatted(source, known.name()));
    } else if (policy != null && !trouble(path, policy).isEmpty()) {
      steps.add(
          "%s: let protected path %s go on by its policy (%s)"
              .formatted(source, known.name(), trouble(path, policy)));
    }
    if (steps.isEmpty() && (known.policy().isEmpty() || known.path().isEmpty())) {
      steps.add("%s: finish what was begun as %s".formatted(source, known.name()));
    }
    return steps;
  }

  /** What keeps a protected path from going by a policy; empty when nothing does. */
  static String trouble(JsonNode path, JsonNode policy) {
    if (!path.path("enabled").asBoolean(true)) {
      return "it is paused";
    }
    String by = path.path("protection_policy_id").asString("");
    return by.equals(String.valueOf(policy.path("id").asLong()))
        ? ""
        : "it goes by another protection policy";
  }

  /** Names what there is, and what is to be done. */
  String token(List<String> steps) {
    return String.join(
        "\n",
        String.join("\n", steps),
        note == null ? "" : note.name() + " " + note.policy() + " " + note.path(),
        policy == null ? "" : policy.path("guid").asString("") + " " + policy.path("frames"),
        path == null ? "" : path.path("guid").asString(""));
  }

  /** What isn't as it was set; empty when all is. */
  String wrong() {
    Note known = Objects.requireNonNull(note);
    if (policy == null) {
      return "protection policy %s is not there any more".formatted(known.name());
    }
    if (path == null) {
      return "protected path %s is not there any more".formatted(known.name());
    }
    Wish set = known.agreement().set();
    if (!ProtectionPolicies.says(policy, set)) {
      return "protection policy %s says %s, and was told %s"
          .formatted(
              known.name(),
              NativeFrameText.text(policy.path("frames")),
              NativeFrameText.text(set.frames()));
    }
    String trouble = trouble(path, policy);
    return trouble.isEmpty() ? "" : "protected path %s: %s".formatted(known.name(), trouble);
  }
}
