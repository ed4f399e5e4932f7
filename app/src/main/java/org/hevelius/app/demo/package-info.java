/** The data of an invented X-ray mission, COSMOS-7, for the demo and for tests. */
@NullMarked
package org.hevelius.app.demo;

import org.jspecify.annotations.NullMarked;
