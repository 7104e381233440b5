/** Takes the snapshot that protects a migration. */
Map call(Map migration, Map environment) {
    if (environment.database == null) {
        error "The migration of ${environment.name} needs '${environment.name}.database', the Aurora cluster that it changes: it is snapshotted first."
    }
    return auroraSnapshot(releaseIdentity(environment, true) + [cluster: environment.database, keep: migration.snapshotKeep])
}
