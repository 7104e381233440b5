/**
 * Runs the migration in a task of the new image. A staging environment without 'database' migrates without a snapshot;
 * production always has one.
 */
Map call(Map migration, Map environment, Map image, Map snapshot = null) {
    Map arguments = releaseIdentity(environment) + [cluster: environment.cluster,
        service: migration.service ?: environment.services[0].service, image: image.image, command: migration.command]
    for (String key in ['container', 'reversible', 'migrationId', 'mode', 'taskRoleArn', 'timeoutMinutes', 'retry']) {
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
