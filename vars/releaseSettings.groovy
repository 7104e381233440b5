import com.cloudbees.groovy.cps.NonCPS

/**
 * Checks what ecsRelease was called with and fills in defaults: nothing runs before every key and kind is right.
 * Returns the settings in one shape: every environment has a list of services.
 */
Map call(Map given) {
    String complaint = complaint(given)
    if (complaint) {
        error "ecsRelease: ${complaint}"
    }
    return complete(given, defaults(libraryResource('io/jenkins/plugins/ecsrelease/defaults.properties')))
}

/** What each part may hold. A '!' is a key that must be there; the words are kinds of values. */
@NonCPS
private static Map shapes() {
    Map identity = [region: 'text', credentialsId: 'text', roleArn: 'text', externalId: 'text', environment: 'text']
    Map environment = identity + ['cluster!': 'text', service: 'text', services: 'services', container: 'text', tag: 'text',
        repository: 'text', repositories: 'texts', database: 'text', migrationRoleArn: 'text',
        strategy: 'text', checks: 'list', onFailure: 'text', onAbort: 'text',
        onConflict: 'text', onInconclusive: 'text', require: 'text', timeoutMinutes: 'number', verify: 'block']
    return [
        'settings'  : identity + ['app!': 'text', label: 'text', deployBranches: 'list', test: 'test', image: 'image',
            images: 'images', staging: 'staging', 'production!': 'production', migration: 'migration', notify: 'block'],
        'test'      : [label: 'text', 'run!': 'block'],
        'image'     : identity + [label: 'text', 'repository!': 'text', dockerfile: 'text', context: 'text', target: 'text',
            args: 'list', secrets: 'list', platforms: 'list', builder: 'text', tags: 'list', scan: 'any', rebuild: 'flag',
            timeoutMinutes: 'number'],
        'staging'   : environment,
        'production': environment + [approvers: 'text', approveWithinHours: 'number'],
        'migration' : ['command!': 'text', image: 'text', container: 'text', service: 'text', reversible: 'flag', migrationId: 'text',
            mode: 'text', unmasked: 'text', taskRoleArn: 'text', snapshotKeep: 'number', timeoutMinutes: 'number', retry: 'flag', resolved: 'text',
            maxConnections: 'number', maxReplicaLagSeconds: 'number', snapshotMaxAgeMinutes: 'number'],
        'service'   : ['service!': 'text', image: 'text', container: 'text', containers: 'texts', strategy: 'text', checks: 'list',
            timeoutMinutes: 'number'],
    ]
}

/** The first thing that is wrong, as a sentence; empty when all is well. */
@NonCPS
private static String complaint(Map given) {
    if (!given) {
        return "it needs named arguments, at least app, image and production. See its help."
    }
    String wrong = wrong('settings', '', given)
    if (wrong) {
        return wrong
    }
    for (String name in ['staging', 'production']) {
        Map environment = given[name] as Map
        if (environment != null && !environment.service == !environment.services) {
            return "${name} needs either 'service' or 'services', not ${environment.service ? 'both' : 'neither'}."
        }
        if (environment?.migrationRoleArn && environment.migrationRoleArn == (environment.roleArn ?: given.roleArn)) {
            return "${name}.migrationRoleArn is the role of its deployments: give migrations another one, or leave it out."
        }
    }
    if (!given.image == !given.images) {
        return "it needs either 'image' or 'images', not ${given.image ? 'both' : 'neither'}."
    }
    return unknownImage(given)
}

/** Every image that somebody names is there, and where there are several nobody leaves open which one is meant. */
@NonCPS
private static String unknownImage(Map given) {
    List known = given.images ? given.images.keySet() as List : []
    Map named = [:]
    for (String environment in ['staging', 'production']) {
        List services = (given[environment]?.services ?: []) as List
        if (given[environment]?.service && known.size() > 1) {
            return "${environment} has one service and there are several images: write services: [[service: '${given[environment].service}', image: '${known[0]}']]."
        }
        for (int i = 0; i < services.size(); i++) {
            Map service = services[i] as Map
            String place = "${environment}.services[${i}]"
            if (service.image) {
                named["${place}.image".toString()] = service.image
            } else if (!service.containers && known.size() > 1) {
                return "'${place}.image' is missing: there are several images, ${known.join(', ')}."
            }
            (service.containers ?: [:]).each { container, image -> named["${place}.containers.${container}".toString()] = image }
        }
        (given[environment]?.repositories ?: [:]).each { image, repository -> named["${environment}.repositories".toString()] = image }
    }
    if (given.migration?.image) {
        named['migration.image'] = given.migration.image
    }
    for (entry in named.entrySet()) {
        if (!known.contains(entry.value.toString())) {
            String near = nearest(entry.value.toString(), known)
            return "'${entry.key}' is '${entry.value}', and there is no such image among 'images'${near ? ". Did you mean '${near}'?" : '.'}"
        }
    }
    return ''
}

@NonCPS
private static String wrong(String shape, String place, Map given) {
    Map allowed = [:]
    List mandatory = []
    shapes()[shape].each { key, kind ->
        String name = key.endsWith('!') ? key[0..-2] : key
        allowed[name] = kind
        if (key.endsWith('!')) {
            mandatory << name
        }
    }
    String where = place ? "${place}." : ''
    for (entry in given.entrySet()) {
        String key = entry.key.toString()
        if (!allowed.containsKey(key)) {
            String near = nearest(key, allowed.keySet() as List)
            return "there is no '${where}${key}'${near ? ". Did you mean '${where}${near}'?" : '.'} ${place ?: 'It'} takes ${allowed.keySet().join(', ')}."
        }
        String problem = wrongValue(allowed[key] as String, "${where}${key}", entry.value)
        if (problem) {
            return problem
        }
    }
    for (String name in mandatory) {
        if (given[name] == null) {
            return "'${where}${name}' is missing."
        }
    }
    return ''
}

@NonCPS
private static String wrongValue(String kind, String place, Object value) {
    if (value == null) {
        return ''
    }
    switch (kind) {
        case 'any': return ''
        case 'text': return value instanceof CharSequence ? '' : mustBe(place, 'a text', value)
        case 'flag': return value instanceof Boolean ? '' : mustBe(place, 'true or false', value)
        case 'number': return value instanceof Number ? '' : mustBe(place, 'a number', value)
        case 'list': return value instanceof List ? '' : mustBe(place, 'a list', value)
        case 'block': return value instanceof Closure ? '' : mustBe(place, 'a block { … }', value)
        case 'texts':
            return value instanceof Map && value.values().every { it instanceof CharSequence } ? ''
                : mustBe(place, 'a map of texts', value)
        case 'images':
            if (!(value instanceof Map) || value.isEmpty()) {
                return mustBe(place, 'a map of images by name', value)
            }
            for (entry in value.entrySet()) {
                String problem = entry.value instanceof Map ? wrong('image', "${place}.${entry.key}", entry.value as Map)
                    : mustBe("${place}.${entry.key}", 'a map', entry.value)
                if (problem) {
                    return problem
                }
            }
            return ''
        case 'services':
            if (!(value instanceof List) || value.isEmpty()) {
                return mustBe(place, 'a list of maps, one for each service in the order in which they are deployed', value)
            }
            for (int i = 0; i < value.size(); i++) {
                String problem = value[i] instanceof Map ? wrong('service', "${place}[${i}]", value[i] as Map)
                    : mustBe("${place}[${i}]", 'a map', value[i])
                if (problem) {
                    return problem
                }
            }
            return ''
        case 'test':
            return value instanceof Closure ? '' : value instanceof Map ? wrong(kind, place, value as Map)
                : mustBe(place, 'a block { … }, or a map with label and run', value)
        default:
            return value instanceof Map ? wrong(kind, place, value as Map) : mustBe(place, 'a map', value)
    }
}

@NonCPS
private static String mustBe(String place, String kind, Object value) {
    return "'${place}' must be ${kind}, not ${value.getClass().simpleName}."
}

/** The known name with the fewest changes of letters, unless it is too far off to have been meant. */
@NonCPS
private static String nearest(String given, List known) {
    String best = ''
    int least = Math.max(2, given.length().intdiv(3)) + 1
    for (String name in known) {
        int changes = changes(given.toLowerCase(), name.toLowerCase())
        if (changes < least) {
            least = changes
            best = name
        }
    }
    return best
}

@NonCPS
private static int changes(String a, String b) {
    List row = (0..b.length()).toList()
    for (int i = 1; i <= a.length(); i++) {
        List next = [i]
        for (int j = 1; j <= b.length(); j++) {
            int swapped = row[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1)
            next << Math.min(Math.min(next[j - 1] + 1, row[j] + 1), swapped)
        }
        row = next
    }
    return row[b.length()]
}

/** Name and value of every line that is no remark. */
@NonCPS
private static Map defaults(String text) {
    Map values = [:]
    for (String line in text.readLines()) {
        int equals = line.indexOf('=')
        if (equals > 0 && !line.startsWith('#')) {
            values[line.substring(0, equals).trim()] = line.substring(equals + 1).trim()
        }
    }
    return values
}

@NonCPS
private static Map complete(Map given, Map defaults) {
    Map settings = [label: '', deployBranches: defaults.deployBranches.tokenize(', ')] + given
    Map identity = [:]
    for (String key in ['region', 'credentialsId', 'roleArn', 'externalId', 'environment']) {
        if (given[key] != null) {
            identity[key] = given[key]
        }
    }
    settings.images = [:]
    (given.images ?: [image: given.image]).each { name, image -> settings.images[name] = identity + image }
    if (given.test instanceof Closure) {
        settings.test = [run: given.test]
    }
    for (String name in ['staging', 'production']) {
        if (given[name] == null) {
            continue
        }
        Map environment = identity + given[name]
        environment.name = name
        environment.services = environment.services ?: [[service: environment.service]]
        settings[name] = environment
    }
    settings.production = [approvers: '', approveWithinHours: defaults.approveWithinHours as int] + settings.production
    if (given.migration != null) {
        settings.migration = [snapshotKeep: defaults.snapshotKeep as int] + given.migration
    }
    return settings
}
