/**
 * What reports say, and how it is laid out: records go to programs as they are, and become sheets
 * for people, as CSV or as a page. Nothing here asks the catalog.
 */
@NullMarked
package org.hevelius.core.report;

import org.jspecify.annotations.NullMarked;
