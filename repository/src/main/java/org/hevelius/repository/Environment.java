package org.hevelius.repository;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.hevelius.repository.fs.FileSystem;
import org.hevelius.repository.lock.Owner;

/**
 * Everything of the world outside that the engine uses.
 *
 * @param clock the only clock; its zone is the offset of times in locks
 * @param workers threads for hashing, compressing, reading and writing
 * @param notices told in one sentence what a user should know although the work goes on
 * @param patience how long to wait for the lock of another process
 */
public record Environment(
    Clock clock,
    SecureRandom random,
    Owner owner,
    FileSystem files,
    int workers,
    Sleeper sleeper,
    Duration patience,
    Consumer<String> notices) {}
