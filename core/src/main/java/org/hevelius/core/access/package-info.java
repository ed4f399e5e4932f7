/**
 * Who may do what: roles on datasets, narrowed by the scope of a token. Pure decisions; who
 * somebody is has been found out elsewhere.
 */
@NullMarked
package org.hevelius.core.access;

import org.jspecify.annotations.NullMarked;
