/**
 * What is protected: the dataset's name (a path in the hierarchy of datasets), its sources and its
 * definition. Only form is checked here; whether a source can be reached is the provider's affair.
 */
@NullMarked
package org.hevelius.core.dataset;

import org.jspecify.annotations.NullMarked;
