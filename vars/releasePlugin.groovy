import com.cloudbees.groovy.cps.NonCPS

/**
 * Stops with a sentence when the plugin is missing, or older than this library needs: the two are updated by different
 * people. Returns what releaseContext returns.
 */
Map call() {
    String needed = needed(libraryResource('io/jenkins/plugins/ecsrelease/defaults.properties'))
    Map context = [:]
    try {
        context = releaseContext()
    } catch (NoSuchMethodError e) {
        error "This library needs the Jenkins plugin ecs-release ${needed} or newer, and it is not installed. " +
            "An administrator adds it under Manage Jenkins, Plugins. (${e.message.take(80)})"
    }
    String found = context.plugin ?: ''
    if (older(found, needed)) {
        error "This library needs the Jenkins plugin ecs-release ${needed} or newer, and ${found ?: 'one from before 1.0'} is " +
            'installed. An administrator updates it under Manage Jenkins, Plugins; until then name an older version of this library.'
    }
    return context
}

@NonCPS
private static String needed(String defaults) {
    for (String line in defaults.readLines()) {
        if (line.startsWith('plugin=')) {
            return line.substring('plugin='.length()).trim()
        }
    }
    return ''
}

/** Whether a version such as 1.2.3-SNAPSHOT comes before another, by its numbers. */
@NonCPS
private static boolean older(String found, String needed) {
    List have = numbers(found)
    List want = numbers(needed)
    for (int i = 0; i < want.size(); i++) {
        int there = i < have.size() ? have[i] : 0
        if (there != want[i]) {
            return there < want[i]
        }
    }
    return false
}

@NonCPS
private static List numbers(String version) {
    List all = []
    for (String part in version.tokenize('.-')) {
        if (!part.isInteger()) {
            break
        }
        all << part.toInteger()
    }
    return all
}
