package io.jenkins.plugins.ecsrelease.engine.image;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Asks for a basic scan of an image that was pushed before its repository scanned. ECR allows one a day for each image. */
public record StartScan(ScanGate gate, String image) implements Change<Boolean> {

    private ScanReport report() {
        return new ScanReport(gate.commission().order().repository(), image);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(report());
    }

    @Override
    public String describe() {
        return "Asking for a scan of " + Digests.brief(image);
    }

    @Override
    public Finding<Boolean> find(View view) {
        Answer<ScanReport.Read> answer = view.of(report());
        if (answer instanceof Answer.Known<ScanReport.Read>) {
            return Finding.made(true);
        }
        Problem problem = answer.ifUnknown().orElseThrow();
        return problem.code().equals("ScanNotFoundException") ? Finding.absent() : Finding.unclear(problem);
    }

    @Override
    public Boolean make(Tools tools) {
        tools.client(EcrClient.class).startImageScan(start -> start
                .repositoryName(gate.commission().order().repository())
                .imageId(id -> id.imageDigest(image)));
        return true;
    }

    @Override
    public Turn made(Boolean made) {
        return back("");
    }

    /** Refused where scans are enhanced, or one was made today: then what comes of it is waited for, denied or not. */
    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new Ended(gate.commission().failed("Stopped by " + stop.who() + " before the image was scanned." + gate.commission().stays())));
    }

    @Override
    public Turn refused(Problem problem) {
        return back(problem.kind() == Problem.Kind.DENIED ? problem.full() : "");
    }

    private Turn back(String denied) {
        List<String> started = new ArrayList<>(gate.started());
        started.add(image);
        return Turn.to(new ScanGate(
                gate.commission(), gate.digest(), gate.reused(), gate.images(), List.copyOf(started), gate.since(),
                gate.emptySince(), denied.isEmpty() ? gate.unstarted() : denied));
    }
}
