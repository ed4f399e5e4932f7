package org.hevelius.server.api;

import java.util.List;

/**
 * What an operation takes.
 *
 * @param least the least role; {@code nobody} for none
 * @param scope on what
 */
record Rights(String method, String path, String least, String scope) {
  /** The table that the service must follow exactly. */
  private static final String TABLE =
      """
      GET /api/v1/datasets                                        viewer     recognized
      POST /api/v1/datasets                                       admin      everywhere
      GET /api/v1/datasets/{dataset}                              viewer     dataset
      GET /api/v1/datasets/{dataset}/storage                      viewer     dataset
      PATCH /api/v1/datasets/{dataset}                            admin      everywhere
      DELETE /api/v1/datasets/{dataset}                           admin      dataset
      GET /api/v1/snapshots                                       viewer     recognized
      POST /api/v1/datasets/{dataset}/snapshots                   researcher dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}         viewer     dataset
      PATCH /api/v1/datasets/{dataset}/snapshots/{snapshot}       researcher dataset
      DELETE /api/v1/datasets/{dataset}/snapshots/{snapshot}      operator   dataset
      POST /api/v1/datasets/{dataset}/snapshots/{snapshot}/deletion-plan operator dataset
      PUT /api/v1/datasets/{dataset}/snapshots/{snapshot}/holds/{kind} operator dataset
      DELETE /api/v1/datasets/{dataset}/snapshots/{snapshot}/holds/{kind} operator dataset
      GET /api/v1/places                                          viewer     recognized
      GET /api/v1/datasets/{dataset}/retention                    viewer     dataset
      GET /api/v1/datasets/{dataset}/space                        viewer     dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/entries viewer     dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/content viewer     dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/diff    viewer     dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/diff/content viewer dataset
      GET /api/v1/datasets/{dataset}/history                      viewer     dataset
      GET /api/v1/datasets/{dataset}/log                          viewer     dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/lineage viewer     dataset
      POST /api/v1/datasets/{dataset}/snapshots/{snapshot}/publication-plan operator dataset
      POST /api/v1/datasets/{dataset}/snapshots/{snapshot}/publication operator dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/publication viewer dataset
      DELETE /api/v1/datasets/{dataset}/snapshots/{snapshot}/publication operator dataset
      GET /api/v1/datasets/{dataset}/snapshots/{snapshot}/citation viewer   dataset
      GET /api/v1/publications                                    viewer     recognized
      POST /api/v1/citation-checks                                viewer     recognized
      GET /api/v1/files                                           viewer     recognized
      POST /api/v1/datasets/{dataset}/restores/plans              researcher dataset
      GET /api/v1/datasets/{dataset}/restores/plans/{plan}        researcher dataset
      GET /api/v1/datasets/{dataset}/restores/plans/{plan}/extras researcher dataset
      POST /api/v1/datasets/{dataset}/restores                    operator   dataset
      POST /api/v1/snapshots                                      researcher dataset
      POST /api/v1/restores/plans                                 researcher dataset
      GET /api/v1/restores/plans/{plan}                           researcher dataset
      POST /api/v1/restores                                       operator   dataset
      GET /api/v1/restores/last                                   viewer     recognized
      GET /api/v1/restores/plans/{plan}/extras                    researcher dataset
      POST /api/v1/selections                                     viewer     recognized
      POST /api/v1/marks                                          researcher dataset
      POST /api/v1/deletions/plans                                operator   dataset
      GET /api/v1/deletions/plans/{plan}                          operator   dataset
      POST /api/v1/deletions                                      operator   dataset
      POST /api/v1/cleanups/plans                                 operator   everywhere
      GET /api/v1/cleanups/plans/{plan}                           operator   dataset
      POST /api/v1/cleanups                                       operator   dataset
      GET /api/v1/datasets/{dataset}/policy                       viewer     dataset
      GET /api/v1/datasets/{dataset}/policy/next                  viewer     dataset
      GET /api/v1/datasets/{dataset}/policy/simulation            viewer     dataset
      GET /api/v1/policies                                        viewer     recognized
      POST /api/v1/policies                                       admin      everywhere
      POST /api/v1/policies/plans                                 admin      everywhere
      GET /api/v1/policies/plans/{plan}                           admin      everywhere
      GET /api/v1/policies/{policy}                               viewer     dataset
      DELETE /api/v1/policies/{policy}                            admin      everywhere
      GET /api/v1/events                                          viewer     recognized
      POST /api/v1/events                                         researcher dataset
      GET /api/v1/whoami                                          viewer     recognized
      GET /api/v1/users                                           admin      everywhere
      POST /api/v1/users                                          admin      everywhere
      GET /api/v1/users/{user}                                    admin      everywhere
      PATCH /api/v1/users/{user}                                  admin      everywhere
      DELETE /api/v1/users/{user}                                 admin      everywhere
      GET /api/v1/tokens                                          admin      everywhere
      POST /api/v1/tokens                                         admin      everywhere
      GET /api/v1/tokens/{token}                                  admin      everywhere
      DELETE /api/v1/tokens/{token}                               admin      everywhere
      POST /api/v1/checks                                         operator   everywhere
      POST /api/v1/datasets/{dataset}/drills                      operator   dataset
      GET /api/v1/drills                                          viewer     recognized
      GET /api/v1/drills/standing                                 viewer     recognized
      GET /api/v1/datasets/{dataset}/drills/{drill}               viewer     dataset
      POST /api/v1/datasets/{dataset}/drills/{drill}/notes        operator   dataset
      GET /api/v1/repositories                                    operator   everywhere
      GET /api/v1/repositories/{repository}                       operator   everywhere
      GET /api/v1/audit                                           operator   everywhere
      GET /api/v1/audit/verification                              operator   everywhere
      GET /api/v1/reports/usage                                    viewer     recognized
      GET /api/v1/reports/savings                                  viewer     recognized
      GET /api/v1/reports/coverage                                 viewer     recognized
      GET /api/v1/reports/activity                                 operator   everywhere
      GET /api/v1/reports/incident                                 operator   everywhere
      GET /api/v1/reports/forecast                                 viewer     recognized
      GET /api/v1/reports/compliance                               operator   everywhere
      GET /api/v1/runs                                            viewer     recognized
      GET /api/v1/runs/{run}                                      viewer     dataset
      DELETE /api/v1/runs/{run}                                   researcher dataset
      GET /api/v1/runs/{run}/events                               viewer     dataset
      GET /api/v1/jobs                                            viewer     recognized
      GET /api/v1/jobs/{job}                                      viewer     dataset
      GET /api/v1/recoveries                                      viewer     recognized
      GET /api/v1/recoveries/{recovery}                           viewer     dataset
      POST /api/v1/datasets/{dataset}/rollbacks/plans             operator   dataset
      GET /api/v1/datasets/{dataset}/rollbacks/plans/{plan}       operator   dataset
      POST /api/v1/datasets/{dataset}/rollbacks                   operator   dataset
      POST /api/v1/datasets/{dataset}/snapshots/{snapshot}/clones operator   dataset
      POST /api/v1/datasets/{dataset}/recoveries/plans            operator   dataset
      GET /api/v1/datasets/{dataset}/runbook                      operator   dataset
      POST /api/v1/datasets/{dataset}/runbook                     operator   dataset
      POST /api/v1/adoptions                                      admin      everywhere
      GET /api/v1/storage/sources                                 operator   everywhere
      GET /api/v1/clusters                                        operator   everywhere
      POST /api/v1/clusters                                       admin      everywhere
      GET /api/v1/clusters/{cluster}                              operator   everywhere
      DELETE /api/v1/clusters/{cluster}                           admin      everywhere
      GET /api/v1/due                                             viewer     recognized
      GET /api/v1/channels                                        operator   everywhere
      POST /api/v1/channels/trials                                operator   everywhere
      GET /api/v1/alerts                                          operator   everywhere
      POST /api/v1/alerts/{alert}/acknowledgment                  operator   everywhere
      GET /api/v1/storage/views                                   viewer     everywhere
      POST /api/v1/storage/views                                  admin      everywhere
      GET /api/v1/storage/view                                    viewer     everywhere
      GET /api/v1/storage/quotas                                  viewer     everywhere
      POST /api/v1/storage/quotas                                 admin      everywhere
      GET /api/v1/storage/expansions                              viewer     everywhere
      POST /api/v1/storage/expansions                             admin      everywhere
      GET /api/v1/storage/health                                  viewer     everywhere
      GET /api/v1/storage/events                                  viewer     everywhere
      GET /api/v1/storage/performance                             viewer     everywhere
      GET /api/v1/status                                          viewer     recognized
      POST /api/v1/session                                        nobody     open
      GET /api/v1/session                                         viewer     recognized
      DELETE /api/v1/session                                      viewer     recognized
      GET /api/v1/health                                          viewer     everywhere
      GET /health/live                                            nobody     open
      GET /health/ready                                           nobody     open
      GET /metrics                                                viewer     everywhere
      GET /openapi.yaml                                           nobody     open
      """;

  static List<Rights> table() {
    return TABLE
        .lines()
        .map(line -> line.split(" +"))
        .map(word -> new Rights(word[0], word[1], word[2], word[3]))
        .toList();
  }
}
