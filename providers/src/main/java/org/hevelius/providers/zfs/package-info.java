/**
 * Sources that are ZFS datasets, of this machine and of others: requests go to the programs zfs and
 * zpool as lists of arguments, and what they answer is decided by exit status and a second look,
 * never by the words of a message.
 */
@NullMarked
package org.hevelius.providers.zfs;

import org.jspecify.annotations.NullMarked;
