/**
 * A whole release: test, build, staging, approval, snapshot and migration when asked for, blue/green to production, and
 * the way back. See the help for its arguments.
 */
def call(Map arguments = [:]) {
    Map origin = releasePlugin()
    Map release = releaseSettings(arguments)
    try {
        begin(release, origin)
    } catch (e) {
        releaseNotify(release, [event: 'failure', message: e.message ?: 'It was aborted, rejected, or nobody answered in time.'])
        throw e
    }
}

private void begin(Map release, Map origin) {
    boolean deploys = env.BRANCH_NAME == null || release.deployBranches.contains(env.BRANCH_NAME)
    boolean migrate = release.migration != null && params.MIGRATE == true

    if (origin.mode == 'rollback' || origin.mode != 'release' && !origin.record.isEmpty()) {
        String next = releaseRepeat(release, origin)
        if (next == 'Roll back') {
            stage('Roll back') {
                releaseRollback(releaseRepeat.environment(release, origin), origin.record)
            }
            releaseNotify(release, [event: 'rollback', build: origin.originalBuild])
            return
        }
        if (next == 'Deploy again') {
            Map images = releaseRepeat.images(release, origin.record)
            echo "Deploying ${releaseImages.told(images)} again, which build ${origin.originalBuild} released."
            deliver(release, images, false, origin.originalBuild)
            return
        }
    }

    if (release.test != null) {
        stage('Test') {
            node(release.test.label ?: release.label) {
                checkout scm
                release.test.run.call()
            }
        }
    }
    Map images = [:]
    stage('Build') {
        List names = release.images.keySet() as List
        for (int i = 0; i < names.size(); i++) {
            Map settings = release.images[names[i]]
            images[names[i]] = releaseBuild(settings + [label: settings.label ?: release.label, push: deploys])
        }
    }
    if (!deploys) {
        echo "Branch ${env.BRANCH_NAME} is not among deployBranches ${release.deployBranches}: built, and nothing pushed or deployed."
        return
    }
    deliver(release, images, migrate)
}

/**
 * Everything that follows the images, by name: it is the same for new ones and for those that are deployed again, of which
 * the gate names the build that had released them.
 */
private void deliver(Map release, Map images, boolean migrate, Integer again = null) {
    if (release.migration != null) {
        echo migrate ? 'This run migrates the databases.'
            : 'This run migrates nothing: the parameter MIGRATE is not set. Neither snapshot nor migration will run.'
    }
    if (release.staging != null) {
        Map staged = null
        if (migrate) {
            stage('Migrate staging') {
                staged = releaseMigration(release.migration, release.staging, images)
            }
        }
        stage('Deploy to staging') {
            releaseDeploy(release.staging, images, staged)
        }
        if (release.staging.verify != null) {
            stage('Verify staging') {
                node(release.label) {
                    release.staging.verify.call()
                }
            }
        }
    }
    milestone label: 'tested'
    String approver = ''
    stage('Approve') {
        approver = releaseGate(release, images, migrate, again)
    }
    milestone label: 'approved'
    Map promoted = null
    stage('Promote') {
        promoted = releasePromote(release.production, images)
    }
    Map migrated = null
    if (migrate) {
        Map snapshot = null
        stage('Snapshot') {
            snapshot = releaseSnapshot(release.migration, release.production)
        }
        stage('Migrate') {
            migrated = releaseMigration(release.migration, release.production, promoted, snapshot)
        }
    }
    stage('Deploy to production') {
        releaseDeploy(release.production, promoted, migrated)
    }
    if (release.production.verify != null) {
        stage('Verify production') {
            node(release.label) {
                release.production.verify.call()
            }
        }
    }
    releaseNotify(release, [event: 'success', image: releaseImages.told(promoted), approver: approver])
}
