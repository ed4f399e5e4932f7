/** Tools for tests. Nothing here knows the product, so every module may use it. */
@NullMarked
package org.hevelius.testkit;

import org.jspecify.annotations.NullMarked;
