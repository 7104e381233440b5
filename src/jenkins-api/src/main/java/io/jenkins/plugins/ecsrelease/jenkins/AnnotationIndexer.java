package io.jenkins.plugins.ecsrelease.jenkins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/**
 * Writes the indexes in which Jenkins looks for {@code @Symbol} and {@code @Terminator}: the names of the classes that
 * carry them, one a line, in {@code META-INF/services/annotations/}. The indexer that Jenkins plugins are usually built
 * with cannot be had from Maven Central.
 */
@SupportedAnnotationTypes({"org.jenkinsci.Symbol", "hudson.init.Terminator"})
public final class AnnotationIndexer extends AbstractProcessor {

    private final Map<String, Set<String>> found = new LinkedHashMap<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latest();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element each : round.getElementsAnnotatedWith(annotation)) {
                Element type = each instanceof TypeElement ? each : each.getEnclosingElement();
                String name = processingEnv.getElementUtils().getBinaryName((TypeElement) type).toString();
                found.computeIfAbsent(annotation.getQualifiedName().toString(), any -> new TreeSet<>()).add(name);
            }
        }
        if (round.processingOver()) {
            found.forEach(this::write);
        }
        return false;
    }

    private void write(String annotation, Set<String> classes) {
        String path = "META-INF/services/annotations/" + annotation;
        try (Writer out = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", path).openWriter()) {
            for (String each : classes) {
                out.write(each + "\n");
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
