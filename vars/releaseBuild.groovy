/** Checks out, builds the image on an agent, and pushes it unless told not to. Returns what ecrBuildPush returns. */
Map call(Map arguments) {
    Map build = [:] + arguments
    String label = build.remove('label') ?: ''
    Map image = null
    node(label) {
        Map source = checkout(scm)
        withEnv(["GIT_COMMIT=${source.GIT_COMMIT}", "GIT_URL=${source.GIT_URL}"]) {
            image = ecrBuildPush(build)
        }
    }
    return image
}
