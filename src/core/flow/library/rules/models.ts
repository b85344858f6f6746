import { LOOKING, rules, type LibraryRules } from './types';

/** Estimators, networks, studies and what goes with them. `fit` changes all of them. */
export const MODEL_RULES: readonly LibraryRules[] = [
  // https://scikit-learn.org/stable/developers/develop.html
  [/^(?:sklearn|imblearn)\./, rules({ changing: 'densify sparsify' })],
  [
    // https://xgboost.readthedocs.io/en/stable/python/python_api.html
    /^xgboost\./,
    rules({ changing: 'boost load_config' })
  ],
  [
    // https://lightgbm.readthedocs.io/en/stable/Python-API.html
    /^lightgbm\./,
    rules({
      changing: `free_dataset free_network shuffle_models rollback_one_iter save_binary construct
      add_features_from`,
      unchanging: 'eval'
    })
  ],
  [
    // https://catboost.ai/docs/en/concepts/python-reference_catboost
    /^catboost\./,
    rules({ changing: 'shrink quantize drop_unused_features' })
  ],
  [
    // https://www.statsmodels.org/stable/api.html
    /^statsmodels\./,
    rules({
      changing: 'initialize fit_regularized fit_constrained',
      unchanging: 'append extend'
    })
  ],
  [
    // https://optuna.readthedocs.io/en/stable/reference/study.html
    /^optuna\.(?:study\.)?(?:create_study|load_study|Study)\b/,
    rules({
      changing: 'optimize ask tell enqueue_trial stop',
      leaving: 'trials_dataframe get_trials best_params best_trials trials'
    })
  ],
  [
    // https://docs.pytorch.org/docs/stable/generated/torch.nn.Module.html
    /^torch\.nn\.[A-Z]/,
    rules({
      changing: 'apply half float double bfloat16 to_empty share_memory'
    })
  ],
  [
    // https://keras.io/api/
    /^(?:tensorflow\.)?keras\./,
    rules({ changing: 'reset_metrics reset_states adapt quantize' })
  ],
  [
    // https://huggingface.co/docs/transformers/main_classes/model
    /^transformers\./,
    rules({
      changing: `resize_token_embeddings tie_weights init_weights half float double
      gradient_checkpointing_enable gradient_checkpointing_disable prune_heads
      enable_input_require_grads train_new_from_iterator`
    })
  ],
  [
    // https://huggingface.co/docs/datasets/package_reference/main_classes: they give new ones.
    /^datasets\./,
    rules({
      unchanging: 'sort',
      leaving: 'to_pandas to_dict to_list column_names features shape'
    })
  ],
  [
    // https://radimrehurek.com/gensim/apiref.html
    /^gensim\./,
    rules({
      changing: `build_vocab expand_vocab scan_vocab filter_extremes filter_n_most_frequent
      filter_tokens compactify merge_with fill_norms init_sims intersect_word2vec_format
      patch_with_special_tokens`
    })
  ],
  [
    // https://spacy.io/api
    /^spacy\./,
    rules({
      changing: `rename_pipe replace_pipe disable_pipe enable_pipe disable_pipes select_pipes
      initialize begin_training resume_training rehearse retokenize from_disk from_bytes
      from_array from_dict from_docs`
    })
  ],
  [/^(?:prophet|umap|shap|mlflow|openai|lifelines|nltk)\./, LOOKING],
  [
    // https://python.arviz.org/en/stable/api/inference_data.html
    /^(?:pymc|arviz)\./,
    rules({ changing: 'add_groups' })
  ],
  [
    // https://gymnasium.farama.org/api/env/
    /^(?:gym|gymnasium|stable_baselines3|pettingzoo)\./,
    rules({ changing: 'reset step learn close render' })
  ],
  [
    // https://simpy.readthedocs.io/en/latest/api_reference/
    /^simpy\./,
    rules({ changing: 'run process timeout event request release get' })
  ]
];
