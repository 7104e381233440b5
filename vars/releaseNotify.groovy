/** Tells the block 'notify' of a release what happened. A notification that fails is noted and changes nothing. */
void call(Map release, Map what) {
    if (release.notify != null) {
        catchError(buildResult: 'SUCCESS', stageResult: 'SUCCESS', message: 'The notification failed', catchInterruptions: false) {
            release.notify.call([app: release.app] + what)
        }
    }
}
