/**
 * Runs the migration in a task of the new image. A staging environment without 'database' migrates without a snapshot;
 * production always has one.
 */
Map call(Map migration, Map environment, Map images, Map snapshot = null) {
    Map arguments = releaseIdentity(environment, true) + [cluster: environment.cluster,
        service: service(migration, environment).service, command: migration.command,
        image: releaseImages(images, migration.image ?: service(migration, environment).image).image]
    for (String key in ['container', 'reversible', 'migrationId', 'mode', 'unmasked', 'taskRoleArn', 'timeoutMinutes', 'retry', 'resolved',
            'maxConnections', 'maxReplicaLagSeconds', 'snapshotMaxAgeMinutes']) {
        if (migration[key] != null) {
            arguments[key] = migration[key]
        }
    }
    Map protection = snapshot
    if (protection == null && environment.database != null) {
        protection = releaseSnapshot(migration, environment)
    }
    if (protection != null) {
        arguments.snapshot = protection.arn
    } else {
        arguments.unprotected = "${environment.name} has no 'database' in its settings to take a snapshot of"
    }
    return ecsExecMigrate(arguments)
}

/** The service whose task definition the migration runs in; the first one unless it names another. */
private Map service(Map migration, Map environment) {
    for (int i = 0; i < environment.services.size(); i++) {
        if (environment.services[i].service == migration.service) {
            return environment.services[i]
        }
    }
    return migration.service ? [service: migration.service] : environment.services[0]
}
