/**
 * Versions that publications cite: what identifies their content, the record of a publication, its
 * citations in several forms, and those forms read back.
 */
@NullMarked
package org.hevelius.core.publication;

import org.jspecify.annotations.NullMarked;
