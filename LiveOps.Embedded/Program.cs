using LiveOps.Embedded;

return await EmbeddedProgram.RunAsync(args);
