using Roadmap.Api.Access;
using Roadmap.Api.Backplane;
using Roadmap.Api.EventLog;
using Roadmap.Api.Generation;
using Roadmap.Api.Generation.Chat;
using Roadmap.Api.Generation.Outline;
using Roadmap.Api.Hosting;
using Roadmap.Api.Ingest;
using Roadmap.Api.Legacy;
using Roadmap.Api.Operations;
using Roadmap.Api.Pipeline;
using Roadmap.Api.Reporting;
using Roadmap.Api.Rest;
using Roadmap.Api.Roadmaps;
using Roadmap.Api.Tasks;
using Roadmap.Api.WatchLinks;
using Roadmap.Hubs;

return FileDescriptors.AreEnough() ? await ProgramHost.RunAsync(() => Build(args)) : 1;

internal static partial class Program
{
    /// <summary>Everything that the program is made of. Tests run the same, with a clock or a log of words of their own.</summary>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = ProgramHost.CreateBuilder(args);
        builder.Services.AddDraining();
        builder.Services.AddConnectionLimits();
        builder.Services.AddTrustedProxies();
        builder.Services.AddPathPrefix();
        builder.Services.AddRest();
        builder.Services.AddAccess(builder.Configuration, builder.Environment);
        builder.Services.AddMediatorPipeline();
        builder.Services.AddTaskLog(builder.Configuration);
        builder.Services.AddTaskHub();
        builder.Services.AddHubBackplane(builder.Configuration);
        builder.Services.AddTasks();
        builder.Services.AddLegacy();
        builder.Services.AddIngest(builder.Configuration);
        builder.Services.AddGeneration();
        builder.Services.AddOutlineGenerator();
        builder.Services.AddChatGenerator(builder.Configuration);
        builder.Services.AddHealth();
        builder.AddTelemetry();
        builder.ListenForMetrics();
        replace?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UsePathPrefix();
        app.UseRestRouting();
        app.UseAnswerHeaders();
        app.UseMetricsPort();
        app.UseTaskSockets();
        app.UseRest();
        app.UseAccess();
        app.UseDraining();
        app.UseWebPage();
        app.MapTaskHub();
        app.MapMisplacedPaths();
        var rest = app.WithLegacyShapes();
        rest.MapTasks();
        rest.MapReports();
        rest.MapRoadmaps();
        rest.MapLegacy();
        app.MapWatchLinks();
        app.MapRevocations();
        app.MapSignIn();
        app.MapHealth();
        app.MapMetrics();
        app.MapApiDescription();
        return app;
    }
}
