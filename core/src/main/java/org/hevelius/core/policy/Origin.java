package org.hevelius.core.policy;

import org.hevelius.core.yaml.Position;

/** Where an effective value comes from. */
public sealed interface Origin {
  /** In a few words. */
  String text();

  /** It holds unless something else is said. */
  record BuiltIn() implements Origin {
    @Override
    public String text() {
      return "default";
    }
  }

  /**
   * A template says so.
   *
   * @param policy the policy that starts from it
   */
  record InTemplate(String template, String policy) implements Origin {
    @Override
    public String text() {
      return "template " + template;
    }
  }

  /** A policy says so. */
  record InPolicy(String policy, Position position) implements Origin {
    @Override
    public String text() {
      return "policy " + policy + ", " + position.file() + ":" + position.line();
    }
  }

  /** The policy whose value it is or whose template has it; empty for a default. */
  default String policyName() {
    return switch (this) {
      case BuiltIn _ -> "";
      case InTemplate(String _, String policy) -> policy;
      case InPolicy(String policy, Position _) -> policy;
    };
  }
}
