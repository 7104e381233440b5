import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/**
 * Deploys to the services of an environment, one after the other. When one fails, those before it go back to what they
 * ran, in reverse order, unless the environment leaves failures in place; an aborted build follows onAbort, and one that a
 * newer build displaced leaves everything as it is. 'images' is what releaseBuild gave, or several of them by name.
 */
List call(Map environment, Map images, Map migration = null) {
    List done = []
    for (int i = 0; i < environment.services.size(); i++) {
        Map service = environment.services[i]
        try {
            Map result = ecsBlueGreen(arguments(environment, service, images, migration))
            done << [service: service.service, from: result.previousTaskDefinition, to: result.taskDefinition]
        } catch (e) {
            undo(environment, done, e)
            throw e
        }
    }
    return done
}

/** What ecsBlueGreen is asked for one service of an environment; migration is what ecsExecMigrate gave before it, or null. */
Map arguments(Map environment, Map service, Map images, Map migration = null) {
    Map all = releaseIdentity(environment) + [cluster: environment.cluster, service: service.service]
    if (service.containers) {
        all.containers = containers(images, service)
    } else {
        all.image = releaseImages(images, service.image).image
    }
    for (String key in ['container', 'strategy', 'checks', 'onFailure', 'onAbort', 'onConflict', 'onInconclusive', 'require', 'timeoutMinutes']) {
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

private List containers(Map images, Map service) {
    List all = []
    List names = service.containers.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        all << containerImage(container: names[i], image: releaseImages(images, service.containers[names[i]]).image)
    }
    return all
}

private void undo(Map environment, List done, def cause) {
    if (done.isEmpty()) {
        return
    }
    String stopped = releaseContext().stopped ?: interrupted(cause)
    boolean leave = stopped == 'displaced' || (stopped ? environment.onAbort : environment.onFailure) == 'leave'
    for (int i = done.size() - 1; i >= 0; i--) {
        Map each = done[i]
        if (leave) {
            echo "${each.service} stays at ${each.to} (before: ${each.from})" + (stopped == 'displaced' ? ': a newer build takes over.' : '.')
        } else {
            catchError(message: "${each.service} could not be rolled back", stageResult: 'FAILURE') {
                ecsRollback(releaseIdentity(environment) + [cluster: environment.cluster, service: each.service, to: each.from, after: each.to])
            }
        }
    }
}

/**
 * Why the build was stopped where no step has put that on record, as between two services: 'displaced', 'abort', or ''
 * where it was not. Type and message alone are used, which is all that the sandbox lets a library of a folder see; both
 * abortPrevious and milestones say "Superseded by".
 */
private String interrupted(def cause) {
    if (!(cause instanceof FlowInterruptedException)) {
        return ''
    }
    return "${cause.message}".contains('Superseded by ') ? 'displaced' : 'abort'
}
