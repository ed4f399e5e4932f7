/**
 * Text in YAML that people write: it is read strictly, each value with its place, and what isn't
 * understood is refused there.
 */
@NullMarked
package org.hevelius.core.yaml;

import org.jspecify.annotations.NullMarked;
