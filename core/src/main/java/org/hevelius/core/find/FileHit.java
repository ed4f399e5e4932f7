package org.hevelius.core.find;

import org.hevelius.core.dataset.DatasetName;

/** A path that fits what was looked for, and one run of versions in which it was there. */
public record FileHit(DatasetName dataset, String path, FileInterval interval) {}
