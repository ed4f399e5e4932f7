package org.hevelius.repository.format;

import java.util.Arrays;

/** An extended attribute of a file, access-control lists among them: name and raw value. */
public final class Attribute {
  private final String name;
  private final byte[] value;

  /** Makes an attribute; the array is taken over and must not be changed any more. */
  public Attribute(String name, byte[] value) {
    this.name = name;
    this.value = value;
  }

  /** The name with its namespace, such as {@code user.origin}. */
  public String name() {
    return name;
  }

  /** The raw value; not a copy, not to be changed. */
  public byte[] value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attribute attribute
        && name.equals(attribute.name)
        && Arrays.equals(value, attribute.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + " (" + value.length + " bytes)";
  }
}
