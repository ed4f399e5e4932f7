package org.hevelius.app;

import java.util.List;

/** Command lines that are tried through a service. */
final class ServedLines {
  private ServedLines() {}

  /** What only looks, or is refused, on the home of {@link ServedVerbsTest}. */
  static List<String> looks() {
    return """
    list
    list cosmos7/raw
    list cosmos7/** --verbose
    list --json
    list cosmos7/raw --limit 1
    list cosmos7/raw --tag campaign=mars
    list cosmos7/raw --search CALIBRATION
    list cosmos7/raw --search nothing-like-that
    list cosmos7/raw --since 2001-01-01 --until 2001-02-01
    list --known-good
    list --permanent
    list none
    list none/**
    show cosmos7/raw@1
    show cosmos7/raw@base
    show cosmos7/raw@latest --json
    show cosmos7/raw@known-good
    show cosmos7/raw
    show cosmos7/raw@9
    show cosmos7/raw@bass
    show nowhere@1
    show base
    show cosmos7/raw@1:events
    show not!a!reference
    browse cosmos7/raw@1
    browse cosmos7/raw@1 events
    browse cosmos7/raw:events/n1.txt
    browse cosmos7/raw@1 -R
    browse cosmos7/raw@1 -R --json
    browse cosmos7/raw@1 evnts
    browse cosmos7/raw@1 ../x
    browse cosmos7/raw@1:a b
    cat cosmos7/raw@1 calib/mars.caldb
    cat cosmos7/raw:large.txt
    cat cosmos7/raw@1 old.bin --json
    cat cosmos7/raw@1 events
    cat cosmos7/raw@1 link
    cat cosmos7/raw@1 nothing
    cat cosmos7/raw@1
    diff cosmos7/raw@1 cosmos7/raw@2
    diff cosmos7/raw@1 cosmos7/raw@2 --json
    diff cosmos7/raw@1
    diff cosmos7/raw@1 live --path calib
    diff cosmos7/raw@1 live --path nothing
    diff cosmos7/raw@1 other@1
    diff cosmos7/raw@1 cosmos7/raw@1
    diff cosmos7/raw@1 cosmos7/raw@2 --all
    diff cosmos7/raw cosmos7/raw@2
    diff cosmos7/raw@1 live --content calib/mars.caldb
    diff cosmos7/raw@1 cosmos7/raw@2 --content table.csv
    diff cosmos7/raw@1 cosmos7/raw@2 --content table.csv --key id --json
    diff cosmos7/raw@1 cosmos7/raw@2 --content old.bin
    diff cosmos7/raw@1 cosmos7/raw@2 --content large.txt
    diff cosmos7/raw@1 cosmos7/raw@2 --content events/n1.txt
    diff cosmos7/raw@1 cosmos7/raw@2 --content nothing
    history cosmos7/raw:calib/mars.caldb
    history cosmos7/raw:events/n3.txt
    history cosmos7/raw@1:events/n3.txt --json
    history cosmos7/raw:none
    history nowhere:none
    find *.txt
    find *.txt --json
    find *.txt cosmos7/raw --limit 2
    find events/**/*.txt other
    find nothing-like-that
    find [ cosmos7/raw
    find *.txt nowhere
    dataset list
    dataset list --json
    dataset show cosmos7/raw
    dataset show nowhere
    restore cosmos7/raw@1 --in-place --dry-run
    restore cosmos7/raw@1 --in-place --dry-run --json
    restore cosmos7/raw@1 --in-place --delete --dry-run
    restore cosmos7/raw@1 --path calib --in-place --dry-run
    restore cosmos7/raw@1 --path nothing --in-place --dry-run
    restore cosmos7/raw@1 --in-place
    restore cosmos7/raw@1 --in-place --json
    restore cosmos7/raw@1
    restore cosmos7/raw@77 --in-place
    revert cosmos7/raw@1..2 --dry-run
    revert cosmos7/raw@2..2 --dry-run
    revert cosmos7/raw@1..other@1 --dry-run
    undo cosmos7/raw --dry-run
    undo nowhere
    undo --dry-run
    undo --redo
    delete cosmos7/raw@1 --dry-run
    delete cosmos7/raw@1 --dry-run --json
    delete cosmos7/raw@3 --dry-run
    delete cosmos7/raw@3 --force --dry-run
    delete cosmos7/raw@1
    cleanup cosmos7/raw --dry-run
    cleanup cosmos7/raw --keep-last 1 --dry-run
    cleanup cosmos7/** --keep-last 1 --dry-run
    cleanup --keep-daily 2 --keep-weekly 8w --dry-run --json
    cleanup nowhere --dry-run
    tag cosmos7/raw@2
    tag cosmos7/raw@2 --remove nothing
    tag cosmos7/raw@2 a=b a=c
    release cosmos7/raw@1
    create nowhere why
    create cosmos7/raw why --name base
    describe cosmos7/raw@2
    policy list
    policy list --json
    policy show mission
    policy show mission --json
    policy show misson
    policy show no/such name
    policy explain cosmos7/raw
    policy explain cosmos7/raw --json
    policy explain other
    policy explain cosmos7/row
    policy explain not!a!name
    policy next cosmos7/raw
    policy next cosmos7/raw -n 3 --json
    policy next other
    policy next nowhere
    policy next cosmos7/raw -n 0
    policy next cosmos7/raw -n 1001
    policy simulate other --days 30
    policy simulate cosmos7/raw --days 0
    policy simulate cosmos7/raw --days -3
    policy simulate cosmos7/raw --days 9999
    policy simulate nowhere --days 3
    policy apply policies.yaml --dry-run
    policy apply policies.yaml --yes
    policy apply policies.yaml --yes --json
    policy apply more.yaml --dry-run
    policy apply more.yaml --dry-run --json
    policy apply more.yaml
    policy apply more.yaml --json
    policy apply typo.yaml --yes
    policy apply unit.yaml --yes
    policy apply broken.yaml --yes
    policy apply scopeless.yaml --yes
    policy apply scopeless.yaml --dataset other --dry-run
    policy apply scopeless.yaml --dataset nowhere --dry-run
    policy apply missing.yaml --yes
    policy apply raw
    policy remove mission --dry-run
    policy remove mission --dry-run --json
    policy remove mission
    policy remove misson --yes
    policy
    event list
    event list --json
    event list --dataset cosmos7/raw --limit 1
    event list --name nobody-listens
    event list --dataset nowhere
    event list --dataset not!a!name
    event list --limit 0
    event list --limit 1001
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=2
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=2 --json
    event emit phase-complete --dataset cosmos7/** --id e1 -a phase=3
    event emit nobody-listens --dataset other --id e2
    event emit calibration --dataset cosmos7/raw
    event emit calibration --dataset cosmos7/raw --phase later
    event emit phase-complete --dataset nowhere
    event emit phase-complete --dataset nowhere/**
    event emit phase-complete --dataset ../etc
    event emit No!Name --dataset other
    event emit x --dataset other --resume
    jobs
    jobs cosmos7/raw
    jobs --json
    jobs --state missed
    jobs cosmos7/raw --state failed --limit 2
    jobs other
    jobs --limit 2000 --json
    jobs --state lost
    jobs nowhere
    jobs --limit 0
    recover list
    recover list cosmos7/raw --json
    recover list nowhere
    recover list --limit 0
    recover show 99
    status
    drill list
    drill list cosmos7/raw --json
    drill show cosmos7/raw
    drill show cosmos7/raw 7
    drill report cosmos7/raw
    log cosmos7/raw
    log cosmos7/raw --json
    log cosmos7/raw --limit 2 --files 1
    log cosmos7/raw --author nobody
    log cosmos7/raw --author nobody --json
    log cosmos7/raw --since 2001-01-01 --until 2001-02-01
    log cosmos7/raw --files 0
    log cosmos7/raw --files 1001
    log cosmos7/raw --limit 0
    log nowhere
    log cosmos7/**
    log not!a!name
    lineage other@2
    lineage other@2 --json
    lineage cosmos7/raw@4 --up
    lineage cosmos7/raw@4 --up --depth 1
    lineage cosmos7/raw@1 --down
    lineage cosmos7/raw@1 --impact
    lineage cosmos7/raw@1 --impact --json
    lineage cosmos7/raw@4 --format prov
    lineage cosmos7/raw@1 --impact --up
    lineage cosmos7/raw@1 --depth 0
    lineage cosmos7/raw@77
    lineage base
    known-bad cosmos7/raw@77
    audit
    audit --limit 5
    audit --limit 3 --json
    audit --limit 0
    audit --verify
    audit --verify --json
    alert list
    alert list --closed --json
    alert ack 99
    alert ack 1 --note mine
    alert list --json
    notify list
    notify list --json
    notify list --limit 0
    notify test
    notify test ops
    notify test opps
    view list vast
    view list vast --json
    view list vast:lab
    view show vast:lab/swift
    view create vast:lab/swift --profile burst --soft 8TB --hard 10TB
    view create vast:lab/swift --profile fast
    quota list vast
    quota set vast:lab/swift --hard 8
    quota set vast:lab/swift --hard 8TB
    quota expand vast:lab/swift --dry-run
    quota expand vast:lab/swift --factor 1.25 --ceiling 20TB --dry-run
    health vast
    metrics vast --since 24h
    metrics vast --since 900d
    discover btrfs
    discover vast --json
    discover vast:lab
    discover ext4
    adopt vast:lab/swift
    adopt dir:/data
    clone cosmos7/raw@1 tank/try
    clone cosmos7/raw@77 tank/try
    rollback cosmos7/raw@1
    rollback cosmos7/raw@1 --dry-run --json
    rollback nowhere@1 --yes
    runbook cosmos7/raw --check
    runbook nowhere --check
    recover nowhere --dry-run
    recover cosmos7/raw --at other@1 --dry-run
    recover cosmos7/raw --at cosmos7/raw@77 --dry-run
    recover cosmos7/raw --mode rollback --dry-run
    cluster list
    cluster list --json
    cluster show lab
    cluster remove lab
    cluster add lab --address vms.lab.example --user hev
    """
        .lines()
        .toList();
  }

  /** A line of each verb that needs the files of a home. */
  static List<String> refused() {
    return """
    init
    repository list
    catalog info
    catalog rebuild
    serve
    exec cosmos7/raw why -- true
    import x /y*
    """
        .lines()
        .toList();
  }
}
