package org.hevelius.core.storage;

/**
 * Something that was found when the health of storage was looked at.
 *
 * @param subject the system, node, view or quota that it is about
 * @param evidence what was seen
 * @param remedy what to do; may be empty
 */
public record Finding(
    Kind kind, Grade grade, String system, String subject, String evidence, String remedy) {
  /** What can be found. */
  public enum Kind {
    /** How full a system is. */
    SPACE,
    /** How full a quota is. */
    QUOTA,
    /** How full a budget is. */
    BUDGET,
    /** The state of a system as a whole. */
    STATE,
    /** The state of a node or device. */
    NODE,
    /** The storage itself has raised an alarm. */
    ALARM,
    /** How the storage copies to another system by itself. */
    REPLICATION,
    /** The system can't be asked. */
    UNREACHABLE
  }
}
