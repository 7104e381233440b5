package io.jenkins.plugins.ecsrelease.rehearsal.cps;

import com.cloudbees.groovy.cps.CpsTransformer;
import com.cloudbees.groovy.cps.NonCPS;
import com.cloudbees.groovy.cps.TransformerConfiguration;
import groovy.lang.Binding;
import groovy.lang.GroovyClassLoader;
import groovy.lang.GroovyCodeSource;
import groovy.lang.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.codehaus.groovy.control.CompilerConfiguration;
import org.codehaus.groovy.control.customizers.ImportCustomizer;
import org.codehaus.groovy.runtime.InvokerHelper;

/**
 * The Jenkinsfile and the library of one run, copied when the run starts: a saved program can only go on with the very
 * scripts that it began with.
 */
public final class Sources {

    private static final String SCRIPT = "WorkflowScript";

    private final Path directory;
    private final GroovyClassLoader loader;
    private final Set<String> globals;
    private Class<?> jenkinsfile;

    private Sources(Path directory) {
        this.directory = directory;
        this.loader = new GroovyClassLoader(Sources.class.getClassLoader(), configuration());
        try {
            loader.addURL(directory.resolve("vars").toUri().toURL());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
        this.globals = scripts(directory.resolve("vars"));
    }

    /**
     * Copies a Jenkinsfile and a library into the run's directory.
     *
     * @param library the directory that holds {@code vars} and {@code resources}; either may be absent
     */
    public static Sources copy(Path jenkinsfile, Path library, Path directory) throws IOException {
        Files.createDirectories(directory.resolve("vars"));
        Files.copy(jenkinsfile, directory.resolve("Jenkinsfile"), StandardCopyOption.REPLACE_EXISTING);
        copyTree(library.resolve("vars"), directory.resolve("vars"));
        copyTree(library.resolve("resources"), directory.resolve("resources"));
        return new Sources(directory);
    }

    /** What an earlier {@link #copy} left. */
    public static Sources of(Path directory) {
        return new Sources(directory);
    }

    ClassLoader loader() {
        return loader;
    }

    /** The names of the library's scripts. */
    Set<String> globals() {
        return globals;
    }

    Script jenkinsfile() {
        return InvokerHelper.createScript(jenkinsfileClass(), new Binding());
    }

    Class<?> jenkinsfileClass() {
        if (jenkinsfile == null) {
            try {
                String text = Files.readString(directory.resolve("Jenkinsfile"));
                jenkinsfile = loader.parseClass(new GroovyCodeSource(text, SCRIPT + ".groovy", "/groovy/shell"), true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return jenkinsfile;
    }

    /** A new instance of a script of the library. */
    Object global(String name) {
        try {
            Script script = (Script) loader.loadClass(name).getDeclaredConstructor().newInstance();
            script.setBinding(new Binding());
            return script;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("vars/" + name + ".groovy cannot be loaded: " + e, e);
        }
    }

    /** The text of a file under {@code resources}, or empty. */
    public Optional<String> resource(String path) throws IOException {
        Path root = directory.resolve("resources").normalize();
        Path file = root.resolve(path).normalize();
        return file.startsWith(root) && Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private static CompilerConfiguration configuration() {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setTargetBytecode("1.8");
        configuration.setScriptBaseClass(RehearsalScript.class.getName());
        configuration.addCompilationCustomizers(new ImportCustomizer()
                .addImports(NonCPS.class.getName(), Library.class.getName())
                .addStarImports("hudson.model", "jenkins.model"));
        CpsTransformer transformer = new CpsTransformer();
        transformer.setConfiguration(new TransformerConfiguration().withClosureType(RehearsalClosure.class));
        configuration.addCompilationCustomizers(transformer);
        return configuration;
    }

    private static Set<String> scripts(Path vars) {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(vars)) {
            try (Stream<Path> files = Files.list(vars)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".groovy"))
                        .forEach(name -> names.add(name.substring(0, name.length() - ".groovy".length())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return names;
    }

    private static void copyTree(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isSymbolicLink(file)) {
                    throw new IOException(file + " is a symbolic link; Jenkins refuses those in a library.");
                } else if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
