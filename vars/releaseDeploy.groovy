/**
 * Deploys an image to the services of an environment, one after the other. When one fails, those before it go back to
 * what they ran, in reverse order, unless the environment leaves failures in place.
 */
List call(Map environment, Map image, Map migration = null) {
    List done = []
    for (int i = 0; i < environment.services.size(); i++) {
        Map service = environment.services[i]
        try {
            Map result = ecsBlueGreen(arguments(environment, service, image, migration))
            done << [service: service.service, from: result.previousTaskDefinition, to: result.taskDefinition]
        } catch (e) {
            if (environment.onFailure != 'leave') {
                back(environment, done)
            }
            throw e
        }
    }
    return done
}

/** What ecsBlueGreen is asked for one service of an environment; migration is what ecsExecMigrate gave before it, or null. */
Map arguments(Map environment, Map service, Map image, Map migration = null) {
    Map all = releaseIdentity(environment) + [cluster: environment.cluster, service: service.service, image: image.image]
    for (String key in ['container', 'strategy', 'checks', 'onFailure', 'onAbort', 'onConflict', 'onInconclusive', 'timeoutMinutes']) {
        def value = service[key] != null ? service[key] : environment[key]
        if (value != null) {
            all[key] = value
        }
    }
    if (migration != null) {
        all.migration = migration.migrationId
        all.migrationReversible = migration.reversible == true
    }
    return all
}

private void back(Map environment, List done) {
    for (int i = done.size() - 1; i >= 0; i--) {
        Map each = done[i]
        catchError(message: "${each.service} could not be rolled back", stageResult: 'FAILURE') {
            ecsRollback(releaseIdentity(environment) + [cluster: environment.cluster, service: each.service, to: each.from, after: each.to])
        }
    }
}
